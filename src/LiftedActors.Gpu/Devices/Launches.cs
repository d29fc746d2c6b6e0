using ILGPU;
using ILGPU.Runtime;
using LiftedActors.Gpu.Kernels;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Gpu.Devices;

/// <summary>A stream of launches on an accelerator, their shapes, and sums that come back to the host.</summary>
internal sealed class Launches
{
    private readonly ArrayView<double> _partials;
    private readonly double[] _onHost;
    private readonly List<double> _sums = [];
    private readonly List<int> _putOff = [];
    private readonly int _largestGrid;
    private readonly int _group;
    private bool _putsOff;
    private ArrayView<double> _scratch;
    private ArrayView<int> _indices;

    public Launches(AcceleratorStream stream, AcceleratorMemory memory)
    {
        (Stream, Memory, var accelerator) = (stream, memory, stream.Accelerator);
        _group = PowerOfTwo(Math.Min(GroupSum.LargestGroup, accelerator.MaxNumThreadsPerGroup));

        // As many groups as run at once, so that as many loads are on their way as the card can have. ILGPU's own CPU accelerator runs groups one
        // after the other, with a thread of the system per thread.
        _largestGrid = accelerator.AcceleratorType == AcceleratorType.CPU ? 2 : Math.Max(1, accelerator.MaxNumThreads / _group);
        _onHost = new double[_largestGrid * PlanSetting.MostTogether];
        _partials = memory.Allocate<double>(_onHost.Length);
        SquaredDistance = accelerator.LoadKernel<ArrayView<Real>, ArrayView<Real>, ArrayView<double>>(MatrixKernels.SquaredDistance);
        SquaredNorm = accelerator.LoadKernel<ArrayView<Real>, ArrayView<double>>(MatrixKernels.SquaredNorm);
    }

    public AcceleratorStream Stream { get; }

    public Accelerator Accelerator => Stream.Accelerator;

    public AcceleratorMemory Memory { get; }

    /// <summary>Partial sums of (a − b)².</summary>
    public Action<AcceleratorStream, KernelConfig, ArrayView<Real>, ArrayView<Real>, ArrayView<double>> SquaredDistance { get; }

    /// <summary>Partial sums of a².</summary>
    public Action<AcceleratorStream, KernelConfig, ArrayView<Real>, ArrayView<double>> SquaredNorm { get; }

    /// <summary>Values in double that every operation may use as it likes while it runs; see <see cref="AcceleratorMemory.ReserveScratch"/>.</summary>
    public ArrayView<double> Scratch => Memory.Take(ref _scratch, Memory.LargestScratch);

    /// <summary>Room for so many indices of an operation.</summary>
    public ArrayView<int> Indices(int count) => Memory.Take(ref _indices, count);

    /// <summary>The largest power of two that does not exceed a number.</summary>
    public static int PowerOfTwo(int most) => 1 << int.Log2(most);

    /// <summary>The grid for a pass over so many values, of each member if there are several.</summary>
    public KernelConfig Sum(int count, int members = 1) =>
        new(new Index2D(Math.Clamp((count + _group - 1) / _group, 1, _largestGrid), members), new Index2D(_group, 1));

    /// <summary>A grid of one group for every row.</summary>
    public KernelConfig Rows(int count) => new(count, _group);

    /// <summary>Where a launch of a grid writes its partial sums.</summary>
    public ArrayView<double> Partials(KernelConfig grid) => _partials.SubView(_putOff.Sum(), grid.GridDim.X * grid.GridDim.Y);

    /// <summary>Waits for the partial sums of a grid and adds them up in order; 0 where sums are put off.</summary>
    public double Total(KernelConfig grid)
    {
        if (!_putsOff)
        {
            return Add(Fetch(grid.GridDim.X));
        }

        _putOff.Add(grid.GridDim.X);
        if (_putOff.Sum() + _largestGrid > _onHost.Length)
        {
            ReadBack();
        }

        return 0;
    }

    /// <summary>Launches a kernel over one member; returns its sum as <see cref="Total"/> does.</summary>
    public double Measure<T>(T member, int length, SumKernel<T> kernel)
        where T : struct
    {
        var grid = Sum(length);
        kernel.ForOne(Stream, grid, new(member), Partials(grid));
        return Total(grid);
    }

    /// <summary>Launches a kernel once over several members of one length, and waits for the sum of each: bits are those of a launch for each.</summary>
    public void Measure<T>(ReadOnlySpan<T> members, int length, SumKernel<T> kernel, Span<double> sums)
        where T : struct
    {
        var grid = Sum(length, members.Length);
        kernel.ForSeveral(Stream, grid, new(members), Partials(grid));
        var (groups, values) = (grid.GridDim.X, Fetch(grid.GridDim.X * members.Length));
        for (var member = 0; member < members.Length; member++)
        {
            sums[member] = Add(values.Slice(member * groups, groups));
        }
    }

    /// <summary>Waits for the partial results of a grid and takes the largest.</summary>
    public double Largest(KernelConfig grid) => Fetch(grid.GridDim.X).Max();

    /// <summary>Launches several operations that measure one sum each, and reads all partial sums back at once.</summary>
    /// <param name="operations">The operations.</param>
    /// <param name="launch">Launches one; what <see cref="Total"/> returns meanwhile counts for nothing.</param>
    /// <param name="sums">Receives the sums; 0 for an operation that measured none.</param>
    public void Together<T>(ReadOnlySpan<T> operations, Action<T> launch, Span<double> sums)
    {
        Span<int> ends = stackalloc int[operations.Length];
        _putsOff = true;
        try
        {
            for (var i = 0; i < operations.Length; i++)
            {
                launch(operations[i]);
                ends[i] = _sums.Count + _putOff.Count;
            }

            ReadBack();
            for (var (i, begin) = (0, 0); i < operations.Length; begin = ends[i++])
            {
                sums[i] = 0;
                for (var k = begin; k < ends[i]; k++)
                {
                    sums[i] += _sums[k];
                }
            }
        }
        finally
        {
            _putsOff = false;
            _sums.Clear();
            _putOff.Clear();
        }
    }

    /// <summary>Waits for all partial sums that were put off.</summary>
    private void ReadBack()
    {
        var values = Fetch(_putOff.Sum());
        var offset = 0;
        foreach (var count in _putOff)
        {
            _sums.Add(Add(values.Slice(offset, count)));
            offset += count;
        }

        _putOff.Clear();
    }

    private static double Add(ArraySegment<double> partials) => partials.Aggregate(0.0, (sum, value) => sum + value);

    private ArraySegment<double> Fetch(int count)
    {
        var values = new ArraySegment<double>(_onHost, 0, count);
        if (count > 0)
        {
            _partials.SubView(0, count).CopyToCPU(Stream, values.AsSpan());
            Stream.Synchronize();
        }

        return values;
    }
}
