using ILGPU;
using ILGPU.Runtime;
using LiftedActors.Model.Devices;

namespace LiftedActors.Gpu.Devices;

/// <summary>The buffers of a device: allocated once, zero at first, freed together.</summary>
/// <param name="accelerator">The accelerator, which the caller owns.</param>
internal sealed class AcceleratorMemory(Accelerator accelerator) : IDisposable
{
    private readonly List<MemoryBuffer> _buffers = [];
    private readonly Lock _gate = new();

    /// <summary>The bytes in use.</summary>
    public long Used { get; private set; }

    /// <summary>The most values in double that an operation uses while it runs.</summary>
    public long LargestScratch { get; private set; }

    /// <summary>Allocates zeros.</summary>
    /// <exception cref="DeviceMemoryException">There is no room for them.</exception>
    public ArrayView<T> Allocate<T>(long count)
        where T : unmanaged
    {
        using var turn = _gate.EnterScope();
        var buffer = Create<T>(Math.Max(1, count));
        _buffers.Add(buffer);
        return buffer.View.AsContiguous().SubView(0, count);
    }

    /// <summary>So many values of a buffer that is used again; where it is too short, another one takes its place.</summary>
    /// <exception cref="DeviceMemoryException">There is no room for it.</exception>
    public ArrayView<T> Take<T>(ref ArrayView<T> buffer, long count)
        where T : unmanaged
    {
        if (buffer.Length < count)
        {
            buffer = Allocate<T>(count);
        }

        return buffer.SubView(0, count);
    }

    /// <summary>Allocates a copy of values of the host.</summary>
    /// <exception cref="DeviceMemoryException">There is no room for them.</exception>
    public ArrayView<T> Hold<T>(T[] values)
        where T : unmanaged
    {
        var view = Allocate<T>(values.Length);
        if (values.Length > 0)
        {
            view.CopyFromCPU(accelerator.DefaultStream, values);
            accelerator.DefaultStream.Synchronize();
        }

        return view;
    }

    /// <summary>Sees to it that operations may use so many values. To be called before any operation that needs them.</summary>
    public void ReserveScratch(long count) => LargestScratch = Math.Max(LargestScratch, count);

    /// <inheritdoc/>
    public void Dispose()
    {
        _buffers.ForEach(buffer => buffer.Dispose());
        _buffers.Clear();
    }

    private MemoryBuffer1D<T, Stride1D.Dense> Create<T>(long count)
        where T : unmanaged
    {
        try
        {
            var buffer = accelerator.Allocate1D<T>(count);
            buffer.MemSetToZero();
            accelerator.DefaultStream.Synchronize();
            Used += buffer.LengthInBytes;
            return buffer;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            throw new DeviceMemoryException(
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{accelerator.Name} has no room for {count * (double)Interop.SizeOf<T>() / double.Exp2(20):0} MiB more: {Used / double.Exp2(20):0} MiB of its {accelerator.MemorySize / double.Exp2(20):0} MiB are in use by this run ({fault.Message.Trim()}). Take smaller batches."),
                fault);
        }
    }
}
