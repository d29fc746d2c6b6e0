using ILGPU;
using ILGPU.Runtime;
using LiftedActors.Gpu.Kernels;

namespace LiftedActors.Gpu.Devices;

/// <summary>The shapes of launches on an accelerator, and sums that come back to the host.</summary>
internal sealed class Launches
{
    private readonly ArrayView<double> _partials;
    private readonly double[] _onHost;
    private readonly int _group;

    public Launches(Accelerator accelerator, AcceleratorMemory memory)
    {
        (Accelerator, Memory) = (accelerator, memory);
        _group = PowerOfTwo(Math.Min(GroupSum.LargestGroup, accelerator.MaxNumThreadsPerGroup));

        // ILGPU's own CPU accelerator runs groups one after the other, with a thread of the system per thread.
        _onHost = new double[accelerator.AcceleratorType == AcceleratorType.CPU ? 2 : GroupSum.LargestGrid];
        _partials = memory.Allocate<double>(_onHost.Length);
        SquaredDistance = accelerator.LoadStreamKernel<ArrayView<Real>, ArrayView<Real>, ArrayView<double>>(MatrixKernels.SquaredDistance);
        SquaredNorm = accelerator.LoadStreamKernel<ArrayView<Real>, ArrayView<double>>(MatrixKernels.SquaredNorm);
    }

    public Accelerator Accelerator { get; }

    public AcceleratorMemory Memory { get; }

    /// <summary>Partial sums of (a − b)².</summary>
    public Action<KernelConfig, ArrayView<Real>, ArrayView<Real>, ArrayView<double>> SquaredDistance { get; }

    /// <summary>Partial sums of a².</summary>
    public Action<KernelConfig, ArrayView<Real>, ArrayView<double>> SquaredNorm { get; }

    /// <summary>The largest power of two that does not exceed a number.</summary>
    public static int PowerOfTwo(int most) => 1 << int.Log2(most);

    /// <summary>The grid for a sum over so many values.</summary>
    public KernelConfig Sum(int count) => new(Math.Clamp((count + _group - 1) / _group, 1, _onHost.Length), _group);

    /// <summary>A grid of one group for every row.</summary>
    public KernelConfig Rows(int count) => new(count, _group);

    /// <summary>Where a launch of a grid writes its partial sums.</summary>
    public ArrayView<double> Partials(KernelConfig grid) => _partials.SubView(0, grid.GridDim.X);

    /// <summary>Waits for the partial sums of a grid and adds them up in order.</summary>
    public double Total(KernelConfig grid) => Fetch(grid).Aggregate(0.0, (sum, value) => sum + value);

    /// <summary>Waits for the partial results of a grid and takes the largest.</summary>
    public double Largest(KernelConfig grid) => Fetch(grid).Aggregate(0.0, Math.Max);

    private ArraySegment<double> Fetch(KernelConfig grid)
    {
        var values = new ArraySegment<double>(_onHost, 0, grid.GridDim.X);
        Partials(grid).CopyToCPU(Accelerator.DefaultStream, values.AsSpan());
        Accelerator.DefaultStream.Synchronize();
        return values;
    }
}
