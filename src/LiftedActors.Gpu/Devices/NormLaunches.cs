using ILGPU;
using ILGPU.Runtime;
using LiftedActors.Gpu.Kernels;

namespace LiftedActors.Gpu.Devices;

/// <summary>Sums over values, rows and columns on an accelerator: norms and their proximal maps, bounds and the gradient of the bias.</summary>
internal sealed class NormLaunches(Launches launches)
{
    /// <summary>The most rows of matrices that are summed up by one thread per column.</summary>
    public const int MostRowsAtOnce = 1024;

    private AcceleratorStream Stream => launches.Stream;

    private Action<AcceleratorStream, KernelConfig, ArrayView<Real>, int, ArrayView<Real>, ArrayView<Real>> RowProducts =>
        field ??= launches.Accelerator.LoadKernel<ArrayView<Real>, int, ArrayView<Real>, ArrayView<Real>>(MatrixKernels.RowProducts);

    private Action<AcceleratorStream, KernelConfig, ArrayView<Real>, int, ArrayView<double>> RowMagnitudes =>
        field ??= launches.Accelerator.LoadKernel<ArrayView<Real>, int, ArrayView<double>>(MatrixKernels.RowMagnitudes);

    private Action<AcceleratorStream, KernelConfig, ArrayView<Real>, ArrayView<double>> SumMagnitudes =>
        field ??= launches.Accelerator.LoadKernel<ArrayView<Real>, ArrayView<double>>(MatrixKernels.Magnitudes);

    private Action<AcceleratorStream, Index1D, ArrayView<Real>, Real, Real> ShrinkValues =>
        field ??= launches.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<Real>, Real, Real>(ElementKernels.Shrink);

    private Action<AcceleratorStream, KernelConfig, ArrayView<double>, ArrayView<double>> LargestValue =>
        field ??= launches.Accelerator.LoadKernel<ArrayView<double>, ArrayView<double>>(MatrixKernels.Largest);

    private Action<AcceleratorStream, Index1D, ArrayView<Real>, RunShape, ArrayView<Real>, ArrayView<double>> ColumnRuns =>
        field ??= launches.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<Real>, RunShape, ArrayView<Real>, ArrayView<double>>(MatrixKernels.ColumnRuns);

    private Action<AcceleratorStream, KernelConfig, Members<SumMember>, RunShape> SumColumns =>
        field ??= launches.Accelerator.LoadKernel<Members<SumMember>, RunShape>(MatrixKernels.SumColumns);

    private Action<AcceleratorStream, Index1D, ArrayView<Real>, RunShape, ArrayView<double>> ColumnMagnitudeRuns =>
        field ??= launches.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<Real>, RunShape, ArrayView<double>>(MatrixKernels.ColumnMagnitudeRuns);

    private Action<AcceleratorStream, Index1D, ArrayView<double>, Real, ArrayView<Real>> FoldRuns =>
        field ??= launches.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<double>, Real, ArrayView<Real>>(MatrixKernels.FoldRuns);

    private Action<AcceleratorStream, Index1D, ArrayView<double>, ArrayView<double>> FoldRunsInDouble =>
        field ??= launches.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<double>, ArrayView<double>>(MatrixKernels.FoldRunsInDouble);

    private Action<AcceleratorStream, Index1D, ArrayView<Real>, ArrayView<double>> NormaliseBy =>
        field ??= launches.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<Real>, ArrayView<double>>(ElementKernels.Normalise);

    private Action<AcceleratorStream, Index1D, ArrayView<Real>> StartVector =>
        field ??= launches.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<Real>>(ElementKernels.StartVector);

    /// <summary>The scratch values that the bounds of such a matrix need.</summary>
    public static long Scratch(int rows, int columns) => ((long)(MatrixKernels.Runs + 1) * columns) + rows;

    /// <summary>target = source.</summary>
    public void Copy(AcceleratorMatrix source, AcceleratorMatrix target) => source.Values.CopyTo(Stream, target.Values);

    /// <summary>values = values/|values|.</summary>
    public void Normalise(ArrayView<Real> values)
    {
        var grid = launches.Sum(values.IntLength);
        launches.SquaredNorm(Stream, grid, values, launches.Partials(grid));
        NormaliseBy(Stream, values.IntLength, values, launches.Partials(grid));
    }

    /// <summary>Σ values².</summary>
    public double SquaredNorm(ArrayView<Real> values)
    {
        var grid = launches.Sum(values.IntLength);
        launches.SquaredNorm(Stream, grid, values, launches.Partials(grid));
        return launches.Total(grid);
    }

    /// <summary>Σ |values|.</summary>
    public double Magnitudes(ArrayView<Real> values)
    {
        var grid = launches.Sum(values.IntLength);
        SumMagnitudes(Stream, grid, values, launches.Partials(grid));
        return launches.Total(grid);
    }

    /// <summary>values = scale · sgn(values)(|values| − threshold)₊.</summary>
    public void Shrink(ArrayView<Real> values, Real threshold, Real scale) => ShrinkValues(Stream, values.IntLength, values, threshold, scale);

    /// <summary>image = A v.</summary>
    public void Multiply(AcceleratorMatrix a, ArrayView<Real> v, ArrayView<Real> image) =>
        RowProducts(Stream, launches.Rows(a.Rows), a.Values, a.Columns, v, image);

    /// <summary>result = Aᵀ u.</summary>
    public void MultiplyTransposed(AcceleratorMatrix a, ArrayView<Real> u, ArrayView<Real> result) => Columns(a, u, 0, result);

    /// <summary>result = Σ over the rows of A.</summary>
    public void SumRows(AcceleratorMatrix a, ArrayView<Real> result) => Columns(a, a.Values.SubView(0, 0), 0, result);

    /// <summary>The same for several matrices of the shape of one, by one launch.</summary>
    public void SumRows(ReadOnlySpan<SumMember> members, AcceleratorMatrix one) =>
        SumColumns(Stream, launches.Sum(one.Columns, members.Length), new(members), Shape(one));

    /// <summary>min(|A|²_F, |A|₁|A|_∞).</summary>
    public double Certified(AcceleratorMatrix a)
    {
        var frobenius = SquaredNorm(a.Values);
        var scratch = launches.Scratch;
        var (runs, columns, rows) = (
            scratch.SubView(0, MatrixKernels.Runs * a.Columns), scratch.SubView(MatrixKernels.Runs * a.Columns, a.Columns), scratch.SubView((MatrixKernels.Runs + 1) * a.Columns, a.Rows));
        ColumnMagnitudeRuns(Stream, runs.IntLength, a.Values, Shape(a), runs);
        FoldRunsInDouble(Stream, a.Columns, runs, columns);
        RowMagnitudes(Stream, launches.Rows(a.Rows), a.Values, a.Columns, rows);
        return Math.Min(frobenius, Largest(columns) * Largest(rows));
    }

    /// <summary>A start that is never orthogonal to the leading vector of a matrix with entries of one sign; where its image vanishes, the longest row.</summary>
    public void StartFromColumnSums(AcceleratorMatrix a, ArrayView<Real> vector, ArrayView<Real> image)
    {
        StartVector(Stream, a.Columns, vector);
        Columns(a, a.Values.SubView(0, 0), 1, vector);
        Multiply(a, vector, image);
        if (SquaredNorm(image) == 0)
        {
            var (longest, length) = (0, -1.0);
            for (var row = 0; row < a.Rows; row++)
            {
                var squared = SquaredNorm(a.Values.SubView(row * a.Columns, a.Columns));
                (longest, length) = squared > length ? (row, squared) : (longest, length);
            }

            a.Values.SubView(longest * a.Columns, a.Columns).CopyTo(Stream, vector);
        }
    }

    private static RunShape Shape(AcceleratorMatrix a) => new(a.Rows, a.Columns, (a.Rows + MatrixKernels.Runs - 1) / MatrixKernels.Runs);

    private void Columns(AcceleratorMatrix a, ArrayView<Real> u, Real keep, ArrayView<Real> result)
    {
        var runs = launches.Scratch.SubView(0, MatrixKernels.Runs * a.Columns);
        ColumnRuns(Stream, runs.IntLength, a.Values, Shape(a), u, runs);
        FoldRuns(Stream, a.Columns, runs, keep, result);
    }

    private double Largest(ArrayView<double> values)
    {
        var grid = launches.Sum(values.IntLength);
        LargestValue(Stream, grid, values, launches.Partials(grid));
        return launches.Largest(grid);
    }
}
