using ILGPU;

namespace LiftedActors.Gpu.Kernels;

/// <summary>Sums over the rows and the columns of a matrix and over all of it, in double; see <see cref="GroupSum"/>.</summary>
internal static class MatrixKernels
{
    /// <summary>The runs of rows that a column is summed in.</summary>
    public const int Runs = 64;

    /// <summary>Partial sums of (a − b)².</summary>
    public static void SquaredDistance(ArrayView<Real> a, ArrayView<Real> b, ArrayView<double> partials)
    {
        var sum = 0.0;
        for (var i = GroupSum.First; i < a.IntLength; i += GroupSum.Stride)
        {
            double difference = a[i] - b[i];
            sum += difference * difference;
        }

        GroupSum.Keep(GroupSum.Add(sum), partials);
    }

    /// <summary>Partial sums of a².</summary>
    public static void SquaredNorm(ArrayView<Real> a, ArrayView<double> partials)
    {
        var sum = 0.0;
        for (var i = GroupSum.First; i < a.IntLength; i += GroupSum.Stride)
        {
            double value = a[i];
            sum += value * value;
        }

        GroupSum.Keep(GroupSum.Add(sum), partials);
    }

    /// <summary>Partial sums of |a|.</summary>
    public static void Magnitudes(ArrayView<Real> a, ArrayView<double> partials)
    {
        var sum = 0.0;
        for (var i = GroupSum.First; i < a.IntLength; i += GroupSum.Stride)
        {
            sum += IntrinsicMath.Abs((double)a[i]);
        }

        GroupSum.Keep(GroupSum.Add(sum), partials);
    }

    /// <summary>Partial maxima of values that are not negative.</summary>
    public static void Largest(ArrayView<double> values, ArrayView<double> partials)
    {
        var largest = 0.0;
        for (var i = GroupSum.First; i < values.IntLength; i += GroupSum.Stride)
        {
            largest = ScalarFunctions.Max(largest, values[i]);
        }

        GroupSum.Keep(GroupSum.Largest(largest), partials);
    }

    /// <summary>image = A v; one group per row.</summary>
    public static void RowProducts(ArrayView<Real> a, int columns, ArrayView<Real> v, ArrayView<Real> image)
    {
        var (sum, begin) = (0.0, Grid.IdxX * columns);
        for (var j = Group.IdxX; j < columns; j += Group.DimX)
        {
            sum += (double)a[begin + j] * v[j];
        }

        var total = GroupSum.Add(sum);
        if (Group.IdxX == 0)
        {
            image[Grid.IdxX] = (Real)total;
        }
    }

    /// <summary>sums = Σⱼ|aᵢⱼ|; one group per row.</summary>
    public static void RowMagnitudes(ArrayView<Real> a, int columns, ArrayView<double> sums)
    {
        var (sum, begin) = (0.0, Grid.IdxX * columns);
        for (var j = Group.IdxX; j < columns; j += Group.DimX)
        {
            sum += IntrinsicMath.Abs((double)a[begin + j]);
        }

        GroupSum.Keep(GroupSum.Add(sum), sums);
    }

    /// <summary>The sums of runs of rows, weighted by u; without weights where u is empty. One thread per run and column.</summary>
    public static void ColumnRuns(Index1D i, ArrayView<Real> a, RunShape shape, ArrayView<Real> u, ArrayView<double> runs) =>
        runs[i] = Run(i / shape.Columns, i % shape.Columns, a, shape, u);

    /// <summary>The sums of magnitudes of runs of rows.</summary>
    public static void ColumnMagnitudeRuns(Index1D i, ArrayView<Real> a, RunShape shape, ArrayView<double> runs)
    {
        var (run, column, sum) = (i / shape.Columns, i % shape.Columns, 0.0);
        var end = IntrinsicMath.Min(shape.Rows, (run + 1) * shape.RowsPerRun);
        for (var row = run * shape.RowsPerRun; row < end; row++)
        {
            sum += IntrinsicMath.Abs((double)a[(row * shape.Columns) + column]);
        }

        runs[i] = sum;
    }

    /// <summary>The runs of a column, added in order.</summary>
    public static double Column(int column, ArrayView<double> runs, int columns)
    {
        var sum = 0.0;
        for (var k = column; k < runs.IntLength; k += columns)
        {
            sum += runs[k];
        }

        return sum;
    }

    /// <summary>result = keep · result + Σ runs, per column.</summary>
    public static void FoldRuns(Index1D column, ArrayView<double> runs, Real keep, ArrayView<Real> result)
    {
        var sum = (Real)Column(column, runs, result.IntLength);
        result[column] = keep == 0 ? sum : (keep * result[column]) + sum;
    }

    /// <summary>The sums over the rows of several matrices of one shape, by the runs of <see cref="ColumnRuns"/>; one thread per column.</summary>
    public static void SumColumns(Members<SumMember> members, RunShape shape)
    {
        var (a, result) = members[Grid.IdxY];
        for (var column = GroupSum.First; column < shape.Columns; column += GroupSum.Stride)
        {
            var total = 0.0;
            for (var run = 0; run < Runs; run++)
            {
                total += Run(run, column, a, shape, a.SubView(0, 0));
            }

            result[column] = (Real)total;
        }
    }

    /// <summary>sums = Σ runs, per column.</summary>
    public static void FoldRunsInDouble(Index1D column, ArrayView<double> runs, ArrayView<double> sums) =>
        sums[column] = Column(column, runs, sums.IntLength);

    /// <summary>The sum of a run of rows in a column, weighted by u; without weights where u is empty.</summary>
    private static double Run(int run, int column, ArrayView<Real> a, RunShape shape, ArrayView<Real> u)
    {
        var (sum, end) = (0.0, IntrinsicMath.Min(shape.Rows, (run + 1) * shape.RowsPerRun));
        for (var row = run * shape.RowsPerRun; row < end; row++)
        {
            double value = a[(row * shape.Columns) + column];
            sum += u.IntLength == 0 ? value : value * u[row];
        }

        return sum;
    }
}

/// <summary>A matrix cut into runs of rows.</summary>
internal readonly record struct RunShape(int Rows, int Columns, int RowsPerRun);

/// <summary>A matrix whose rows are summed up.</summary>
internal readonly record struct SumMember(ArrayView<Real> A, ArrayView<Real> Result);
