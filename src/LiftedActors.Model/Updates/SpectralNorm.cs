using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Updates;

/// <summary>Bounds on |A|² = λ_max(AᵀA) on the host, which the step lengths are made of.</summary>
/// <remarks>Source: docs/mathematics.md §5.3.</remarks>
public sealed class SpectralNorm : SpectralBounds
{
    private const double Margin = 1.05;
    private const int ColdIterations = 30;
    private const int WarmIterations = 3;
    private readonly Real[] _image;
    private readonly double[] _columnSums;

    /// <summary>Creates the workspace for matrices of up to the given size.</summary>
    /// <param name="rows">Rows of A, at most.</param>
    /// <param name="columns">Columns of A.</param>
    public SpectralNorm(int rows, int columns)
    {
        Vector = new Real[columns];
        _image = new Real[rows];
        _columnSums = new double[columns];
        Start = new Real[columns];
    }

    /// <summary>The memory of the workspace.</summary>
    public static Footprint Footprint(int rows, int columns) => (2 * Kernels.Footprint.OfArray<Real>(Kernels.Footprint.Norms, columns))
        + Kernels.Footprint.OfArray<Real>(Kernels.Footprint.Norms, rows)
        + Kernels.Footprint.OfArray<double>(Kernels.Footprint.Norms, columns);

    /// <summary>The last right singular vector, from which the next estimate starts; zero before the first.</summary>
    public Real[] Vector { get; }

    /// <summary>Where the last estimate started; from there it can be repeated to the bit. Part of a checkpoint.</summary>
    public Real[] Start { get; }

    /// <inheritdoc/>
    public override double Estimate(DeviceMatrix a) => Estimate((Matrix)a);

    /// <inheritdoc/>
    public override double Certified(DeviceMatrix a) => Certified((Matrix)a);

    /// <inheritdoc/>
    public override void Restart() => Array.Clear(Vector);

    /// <inheritdoc/>
    public override Real[] Save() => (Real[])Start.Clone();

    /// <inheritdoc/>
    public override void Restore(ReadOnlySpan<Real> start) => start.CopyTo(Vector);

    private double Estimate(Matrix a)
    {
        var image = _image.AsSpan(0, a.Rows);
        Vector.CopyTo(Start, 0);
        var iterations = WarmIterations;
        if (VectorKernels.SquaredNorm(Vector) == 0)
        {
            iterations = ColdIterations;
            StartFromColumnSums(a, image);
        }

        var squared = 0.0;
        for (var k = 0; k < iterations; k++)
        {
            var length = VectorKernels.SquaredNorm(Vector);
            if (length == 0)
            {
                return 0;
            }

            VectorKernels.Scale(Vector, (Real)(1 / Math.Sqrt(length)), Vector);
            MatrixProduct.Multiply(a, Vector, image);
            squared = VectorKernels.SquaredNorm(image);
            MatrixProduct.MultiplyTransposed(a, image, Vector);
        }

        return Margin * squared;
    }

    private double Certified(Matrix a)
    {
        Array.Clear(_columnSums);
        var (frobenius, largestRow) = (0.0, 0.0);
        for (var row = 0; row < a.Rows; row++)
        {
            var (rowSum, squares) = VectorKernels.AddMagnitudes(a.Row(row), _columnSums);
            frobenius += squares;
            largestRow = Math.Max(largestRow, rowSum);
        }

        return Math.Min(frobenius, largestRow * Largest(_columnSums));
    }

    private static double Largest(double[] values)
    {
        var largest = 0.0;
        foreach (var value in values)
        {
            largest = Math.Max(largest, value);
        }

        return largest;
    }

    /// <summary>A start that is never orthogonal to the leading vector of a matrix with entries of one sign, and seldom of others.</summary>
    private void StartFromColumnSums(Matrix a, Span<Real> image)
    {
        for (var j = 0; j < Vector.Length; j++)
        {
            Vector[j] = (Real)(1 + (j % 7) - (0.5 * (j % 3)));
        }

        var (longest, length) = (-1, 0.0);
        for (var row = 0; row < a.Rows; row++)
        {
            VectorKernels.Combine(Vector, 1, a.Row(row), Vector);
            var squared = VectorKernels.SquaredNorm(a.Row(row));
            (longest, length) = squared > length ? (row, squared) : (longest, length);
        }

        // Where the sums cancel the start, the longest row still has an image.
        MatrixProduct.Multiply(a, Vector, image);
        if (longest >= 0 && VectorKernels.SquaredNorm(image) == 0)
        {
            a.Row(longest).CopyTo(Vector);
        }
    }
}
