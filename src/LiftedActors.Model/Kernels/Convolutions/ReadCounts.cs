namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>How often each tap of a kernel reads the rows, and the columns, of a plane; rows that are read alike are kept once.</summary>
internal sealed class ReadCounts
{
    private readonly int[] _rows;
    private readonly int[] _columns;

    private ReadCounts(int[] rows, int[] columns, ConvolutionWindow window)
    {
        (_rows, _columns) = (rows, columns);
        Most = (double)Largest(rows, window.Height) * Largest(columns, window.Width);
    }

    /// <summary>The most entries of patches that one pixel is.</summary>
    public double Most { get; }

    /// <summary>Counts the reads of a geometry.</summary>
    public static ReadCounts Of(ConvolutionGeometry geometry)
    {
        ConvolutionWindow window = geometry.Window;
        var (rows, columns) = PlanePlan.Axes(geometry.Input, window.Padding, window.Mode);
        return new(Count(rows, geometry.Output.Height, window.Height, window.Stride), Count(columns, geometry.Output.Width, window.Width, window.Stride), window);
    }

    /// <summary>The memory of the counts.</summary>
    public Footprint Footprint(string part) =>
        Kernels.Footprint.OfArray<int>(part, _rows.Length) + Kernels.Footprint.OfArray<int>(part, _columns.Length);

    /// <summary>max over pixels of Σ_{i, j} reads of the pixel by (i, j) times the sum for (c, i, j): the largest sum of magnitudes in a column of K.</summary>
    /// <param name="sums">Σ_f |w[f, c, i, j]| for every (c, i, j).</param>
    /// <param name="window">The size of the kernel.</param>
    public double LargestColumnSum(ReadOnlySpan<double> sums, ConvolutionWindow window)
    {
        double largest = 0;
        for (int first = 0; first < sums.Length; first += window.Taps)
        {
            ReadOnlySpan<double> kernel = sums.Slice(first, window.Taps);
            for (int row = 0; row < _rows.Length; row += window.Height)
            {
                for (int column = 0; column < _columns.Length; column += window.Width)
                {
                    largest = Math.Max(largest, Weigh(kernel, _rows.AsSpan(row, window.Height), _columns.AsSpan(column, window.Width)));
                }
            }
        }

        return largest;
    }

    private static double Weigh(ReadOnlySpan<double> kernel, ReadOnlySpan<int> rows, ReadOnlySpan<int> columns)
    {
        double total = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            double line = 0;
            for (int j = 0; j < columns.Length && rows[i] > 0; j++)
            {
                line += columns[j] * kernel[i * columns.Length + j];
            }

            total += rows[i] * line;
        }

        return total;
    }

    private static int[] Count(PaddedAxis axis, int positions, int kernel, int stride)
    {
        var counts = new int[axis.Length][];
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = new int[kernel];
        }

        for (int position = 0; position < positions; position++)
        {
            for (int tap = 0; tap < kernel; tap++)
            {
                int source = axis.Source(position * stride + tap);
                if (source >= 0)
                {
                    counts[source][tap]++;
                }
            }
        }

        return [.. counts.DistinctBy(count => string.Join(' ', count)).SelectMany(count => count)];
    }

    private static int Largest(int[] counts, int kernel)
    {
        int largest = 0;
        for (int first = 0; first < counts.Length; first += kernel)
        {
            largest = Math.Max(largest, counts.AsSpan(first, kernel).ToArray().Sum());
        }

        return largest;
    }
}
