using System.Runtime.CompilerServices;

namespace LiftedActors.Model.Kernels;

/// <summary>Moves a row-major factor into panels: [depth blocks][panels][depth][width], zero beyond the last column.</summary>
internal static unsafe class PanelPacking
{
    /// <summary>Rows of the source that are transposed together: as many pointers as the registers hold.</summary>
    private const int RowsTogether = 8;

    /// <summary>Packs B = <paramref name="source"/>, of <paramref name="rows"/> × <paramref name="columns"/>.</summary>
    public static void Copy(ProductKernel kernel, Real* source, Real* target, int rows, int columns)
    {
        int padded = BlockedProduct.PaddedColumns(kernel, columns);
        for (int first = 0, depth; first < rows; first += depth)
        {
            depth = Math.Min(BlockedProduct.BlockDepth(rows), rows - first);
            Real* line = source + (nint)first * columns;
            for (int column = 0; column < padded; column += kernel.PanelWidth)
            {
                int width = Math.Min(kernel.PanelWidth, padded - column), kept = Math.Min(width, columns - column);
                var panel = new Panel(target, depth, width, kept);
                if (kept == width)
                {
                    kernel.CopyPanel(line + column, columns, panel);
                }
                else
                {
                    CopyEdge(line + column, columns, panel);
                }

                target += (nint)depth * width;
            }
        }
    }

    /// <summary>Packs B = <paramref name="source"/>ᵀ, where B is <paramref name="rows"/> × <paramref name="columns"/>.</summary>
    public static void Transpose(ProductKernel kernel, Real* source, Real* target, int rows, int columns)
    {
        int padded = BlockedProduct.PaddedColumns(kernel, columns);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyEdge(Real* source, nint stride, in Panel panel)
    {
        Real* target = panel.Target;
        for (int row = 0; row < panel.Depth; row++, source += stride)
        {
            for (int lane = 0; lane < panel.Width; lane++)
            {
                *target++ = lane < panel.Kept ? source[lane] : 0;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposePanel(Real* source, nint stride, in Panel panel)
    {
        int lane = 0;
        for (; lane + RowsTogether <= panel.Kept; lane += RowsTogether)
        {
            TransposeRows(source + lane * stride, stride, panel.Target + lane, panel);
        }

        for (; lane < panel.Width; lane++)
        {
            Real* line = source + lane * stride, target = panel.Target + lane;
            for (int row = 0; row < panel.Depth; row++, target += panel.Width)
            {
                *target = lane < panel.Kept ? line[row] : 0;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeRows(Real* source, nint stride, Real* target, in Panel panel)
    {
        Real* r0 = source, r1 = r0 + stride, r2 = r1 + stride, r3 = r2 + stride;
        Real* r4 = r3 + stride, r5 = r4 + stride, r6 = r5 + stride, r7 = r6 + stride;
        nint depth = panel.Depth, width = panel.Width;
        for (nint row = 0; row < depth; row++, target += width)
        {
            (target[0], target[1], target[2], target[3]) = (r0[row], r1[row], r2[row], r3[row]);
            (target[4], target[5], target[6], target[7]) = (r4[row], r5[row], r6[row], r7[row]);
        }
    }
}
