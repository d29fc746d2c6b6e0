using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Solving;

/// <summary>
/// How the batches of a shard come to a device: on the host they are copied row by row from wherever they lie; another device gathers them
/// from what it holds of samples in memory, and takes those of a stream batch by batch.
/// </summary>
internal sealed class BatchSource
{
    private readonly ComputeDevice _device;
    private readonly IRows _samples;
    private readonly int _first;
    private readonly DeviceMatrix? _held;
    private readonly Matrix? _staged;

    /// <summary>Creates the source.</summary>
    /// <param name="device">Where the batches go.</param>
    /// <param name="samples">All samples of the problem.</param>
    /// <param name="shard">Those of the shard.</param>
    /// <param name="target">The matrix that batches will be gathered into.</param>
    public BatchSource(ComputeDevice device, IRows samples, Range shard, DeviceMatrix target)
    {
        (_device, _samples) = (device, samples);
        (_first, var count) = shard.GetOffsetAndLength(samples.Rows);
        if (target is not Matrix)
        {
            _held = samples is Matrix ? device.Hold(Matrix.Copy(new RowRange(samples, _first, count))) : null;
            _staged = _held is null ? new Matrix(target.Capacity, target.Columns) : null;
        }
    }

    /// <summary>Copies samples of the shard; the target takes their number.</summary>
    public void Gather(ReadOnlySpan<int> samples, DeviceMatrix target)
    {
        if (_held is not null)
        {
            _device.Gather(_held, samples, target);
            return;
        }

        var host = _staged ?? (Matrix)target;
        host.Resize(samples.Length);
        for (var row = 0; row < samples.Length; row++)
        {
            _samples.CopyRow(_first + samples[row], host.Row(row));
        }

        if (_staged is not null)
        {
            target.Resize(samples.Length);
            _device.Upload(_staged.Values, target);
        }
    }
}
