using LiftedActors.Model.Blocks;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Updates;

/// <summary>
/// What an update remembers of one block between steps: buffers of the block's size and a step count. It is part of a checkpoint.
/// A rejected step takes it back.
/// </summary>
public sealed class UpdateMemory
{
    private readonly ComputeDevice _device;
    private readonly int _size;
    private DeviceMatrix[] _kept = [];
    private long _keptSteps;

    /// <summary>Creates an empty memory.</summary>
    /// <param name="device">Where the block's values lie.</param>
    /// <param name="moments">The number of buffers.</param>
    /// <param name="size">The size of the block.</param>
    public UpdateMemory(ComputeDevice device, int moments, int size)
    {
        (_device, _size) = (device, size);
        Moments = Buffers(moments);
    }

    /// <summary>The buffers, all of the block's size.</summary>
    public IReadOnlyList<DeviceMatrix> Moments { get; }

    /// <summary>The memory of an update on one block, without what is kept until a trial is settled, which is as much again.</summary>
    public static Footprint Footprint(int moments, long size) => moments * Kernels.Footprint.OfArray<Real>(Kernels.Footprint.UpdateMemory, size);

    /// <summary>The memory of a saved state.</summary>
    internal static Footprint SavedFootprint(int moments, long size) => (moments * Kernels.Footprint.OfArray<Real>(Kernels.Footprint.Checkpoints, size))
        + Kernels.Footprint.OfArray<Real>(Kernels.Footprint.Checkpoints, 1);

    /// <summary>The steps taken.</summary>
    public long Steps { get; set; }

    /// <summary>The curvature 2^k at which an update that searches for its step length begins, as its exponent k.</summary>
    public int CurvatureExponent { get; set; }

    /// <summary>A copy of the buffers for a checkpoint; the step count goes into <see cref="BlockState.Steps"/>.</summary>
    internal IEnumerable<StateArray> Save() =>
        Moments.Select((moment, i) => new StateArray($"moment.{i}", 1, moment.Length, _device.Download(moment)))
            .Concat(CurvatureExponent == 0 ? [] : [new StateArray("curvature", 1, 1, new Real[] { CurvatureExponent })]);

    /// <summary>Takes a saved memory back.</summary>
    /// <exception cref="ArgumentException">A buffer is missing or of another size.</exception>
    internal void Restore(BlockState state)
    {
        Steps = state.Steps;
        CurvatureExponent = state.Arrays.Any(array => array.Name == "curvature") ? (int)state.Read("curvature", 1)[0] : 0;
        for (var i = 0; i < Moments.Count; i++)
        {
            _device.Upload(state.Read($"moment.{i}", _size), Moments[i]);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        (Steps, CurvatureExponent) = (0, 0);
        for (var i = 0; i < Moments.Count; i++)
        {
            _device.Clear(Moments[i]);
        }
    }

    /// <summary>Keeps the present state for <see cref="TakeBack"/>.</summary>
    internal void Keep()
    {
        if (_kept.Length < Moments.Count)
        {
            // Only where steps can be rejected is a second copy needed.
            _kept = Buffers(Moments.Count);
        }

        _keptSteps = Steps;
        for (var i = 0; i < _kept.Length; i++)
        {
            _device.Copy(Moments[i], _kept[i]);
        }
    }

    /// <summary>Returns to the state at the last <see cref="Keep"/>.</summary>
    internal void TakeBack()
    {
        Steps = _keptSteps;
        for (var i = 0; i < _kept.Length; i++)
        {
            _device.Copy(_kept[i], Moments[i]);
        }
    }

    private DeviceMatrix[] Buffers(int count) => [.. Enumerable.Range(0, count).Select(_ => _device.CreateMatrix(1, _size))];
}
