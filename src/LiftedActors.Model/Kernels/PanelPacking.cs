using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LiftedActors.Model.Kernels;

/// <summary>Moves a row-major factor into panels: [depth blocks][panels][depth][width], zero beyond the last column.</summary>
internal static unsafe class PanelPacking
{
    /// <summary>Rows that are moved to all panels before the next: the source is read along few rows, and lines of a panel are written together.</summary>
    private const int RowsTogether = 16;

    /// <summary>Packs B = <paramref name="source"/>, of <paramref name="rows"/> × <paramref name="columns"/>.</summary>
    public static void Copy(TiledKernel kernel, Real* source, Real* target, int rows, int columns)
    {
        int padded = kernel.PaddedColumns(columns);
        for (int first = 0, depth; first < rows; first += depth)
        {
            depth = Math.Min(BlockedProduct.BlockDepth(rows), rows - first);
            for (int row = 0; row < depth; row += RowsTogether)
            {
                int count = Math.Min(RowsTogether, depth - row);
                Real* line = source + (nint)(first + row) * columns;
                for (int column = 0, width; column < padded; column += width)
                {
                    width = Math.Min(kernel.PanelWidth, padded - column);
                    Real* lines = target + (nint)first * padded + (nint)column * depth + row * width;
                    CopyLines(kernel, line + column, columns, new Panel(lines, count, width, Math.Min(width, columns - column)));
                }
            }
        }
    }

    /// <summary>Packs B = <paramref name="source"/>ᵀ, where B is <paramref name="rows"/> × <paramref name="columns"/>.</summary>
    public static void Transpose(TiledKernel kernel, Real* source, Real* target, int rows, int columns)
    {
        int padded = kernel.PaddedColumns(columns);
        for (int first = 0, depth; first < rows; first += depth)
        {
            depth = Math.Min(BlockedProduct.BlockDepth(rows), rows - first);
            for (int column = 0; column < padded; column += kernel.PanelWidth)
            {
                int width = Math.Min(kernel.PanelWidth, padded - column), kept = Math.Min(width, columns - column);
                TransposePanel(source + (nint)column * rows + first, rows, new Panel(target, depth, width, kept));
                target += (nint)depth * width;
            }
        }
    }

    private static void CopyLines(TiledKernel kernel, Real* source, nint stride, in Panel panel)
    {
        if (panel.Kept == panel.Width)
        {
            kernel.CopyPanel(source, stride, panel);
        }
        else
        {
            CopyEdge(source, stride, panel);
        }
    }

    /// <summary>Copies a panel of which only some columns exist; a wider copy would read beyond the end of the source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyEdge(Real* source, nint stride, in Panel panel)
    {
        int depth = panel.Depth, width = panel.Width, kept = panel.Kept;
        Real* target = panel.Target;
        for (int row = 0; row < depth; row++, source += stride, target += width)
        {
            int lane = 0;
            for (; lane + Vector128<Real>.Count <= kept; lane += Vector128<Real>.Count)
            {
                Vector128.Load(source + lane).Store(target + lane);
            }

            for (; lane < kept; lane++)
            {
                target[lane] = source[lane];
            }

            for (; lane < width; lane++)
            {
                target[lane] = 0;
            }
        }
    }

    private static void TransposePanel(Real* source, nint stride, in Panel panel)
    {
        int lane = 0;
        if (SquareTranspose.IsSupported)
        {
            for (; lane + SquareTranspose.Side <= panel.Kept; lane += SquareTranspose.Side)
            {
                TransposeSquares(source + lane * stride, stride, panel.Target + lane, panel);
            }
        }

        for (; lane < panel.Width; lane++)
        {
            TransposeRow(source + lane * stride, lane < panel.Kept, panel.Target + lane, panel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeSquares(Real* source, nint stride, Real* target, in Panel panel)
    {
        nint depth = panel.Depth, width = panel.Width, row = 0;
        for (; row + SquareTranspose.Side <= depth; row += SquareTranspose.Side, target += SquareTranspose.Side * width)
        {
            SquareTranspose.Write(source + row, stride, target, width);
        }

        for (; row < depth; row++, target += width)
        {
            for (int lane = 0; lane < SquareTranspose.Side; lane++)
            {
                target[lane] = source[row + lane * stride];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeRow(Real* source, bool exists, Real* target, in Panel panel)
    {
        nint depth = panel.Depth, width = panel.Width;
        for (nint row = 0; row < depth; row++, target += width)
        {
            *target = exists ? source[row] : 0;
        }
    }
}
