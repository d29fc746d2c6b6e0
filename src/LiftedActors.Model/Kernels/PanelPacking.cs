namespace LiftedActors.Model.Kernels;

/// <summary>Moves a row-major factor into panels: [depth blocks][panels][depth][width], zero beyond the last column.</summary>
internal static class PanelPacking
{
    /// <summary>Packs B = <paramref name="source"/>, of <paramref name="rows"/> × <paramref name="columns"/>.</summary>
    public static void Copy(ProductKernel kernel, ReadOnlySpan<Real> source, Span<Real> target, int rows, int columns)
    {
        int padded = BlockedProduct.PaddedColumns(kernel, columns);
        for (int first = 0, depth; first < rows; first += depth)
        {
            depth = Math.Min(BlockedProduct.BlockDepth(rows), rows - first);
            for (int column = 0; column < padded; column += kernel.PanelWidth)
            {
                int width = Math.Min(kernel.PanelWidth, padded - column), kept = Math.Min(width, columns - column);
                Span<Real> panel = target.Slice(first * padded + column * depth, depth * width);
                for (int row = 0; row < depth; row++)
                {
                    Span<Real> line = panel.Slice(row * width, width);
                    source.Slice((first + row) * columns + column, kept).CopyTo(line);
                    line[kept..].Clear();
                }
            }
        }
    }

    /// <summary>Packs B = <paramref name="source"/>ᵀ, where B is <paramref name="rows"/> × <paramref name="columns"/>.</summary>
    public static void Transpose(ProductKernel kernel, ReadOnlySpan<Real> source, Span<Real> target, int rows, int columns)
    {
        int padded = BlockedProduct.PaddedColumns(kernel, columns);
        for (int first = 0, depth; first < rows; first += depth)
        {
            depth = Math.Min(BlockedProduct.BlockDepth(rows), rows - first);
            for (int column = 0; column < padded; column += kernel.PanelWidth)
            {
                int width = Math.Min(kernel.PanelWidth, padded - column), kept = Math.Min(width, columns - column);
                Span<Real> panel = target.Slice(first * padded + column * depth, depth * width);
                if (kept < width)
                {
                    panel.Clear();
                }

                for (int lane = 0; lane < kept; lane++)
                {
                    ReadOnlySpan<Real> line = source.Slice((column + lane) * rows + first, depth);
                    for (int row = 0; row < line.Length; row++)
                    {
                        panel[row * width + lane] = line[row];
                    }
                }
            }
        }
    }
}
