using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Regularisers;
using LiftedActors.Model.Solving;

namespace LiftedActors.Model.Blocks;

/// <summary>
/// αJ over the samples of a shard: every row is an input of its own, with the dual variable from which its next prox begins. The arithmetic is done on the
/// host, wherever the values lie.
/// </summary>
internal sealed class RegularisedRows
{
    private readonly ComputeDevice _device;
    private readonly InputPrior _prior;
    private readonly RegulariserWorkspace[] _workspaces;
    private readonly Real[] _shifted;

    public RegularisedRows(InputSetting setting)
    {
        (_device, _prior) = (setting.Device, setting.Prior);
        _workspaces = [.. Enumerable.Range(0, setting.Capacity).Select(_ => _prior.Regulariser.CreateWorkspace())];
        foreach (var workspace in _workspaces)
        {
            workspace.IterationLimit = _prior.InnerSteps;
        }

        _shifted = new Real[setting.Width];
    }

    /// <summary>The memory of the workspaces.</summary>
    public static Footprint Footprint(InputSetting setting) => Kernels.Footprint.OfArray<Real>(Kernels.Footprint.UpdateMemory, setting.Width)
        + (setting.Capacity * RegulariserWorkspace.Footprint(setting.Prior.Regulariser));

    /// <summary>The values of a saved state.</summary>
    public static int SavedSize(InputSetting setting) => setting.Capacity * setting.Prior.Regulariser.DualSize;

    /// <summary>The modulus of strong convexity of αJ.</summary>
    public double StrongConvexity => _prior.Weight * _prior.Regulariser.StrongConvexity;

    /// <summary>What the gaps of the last prox add up to: the prox problem's value is at most that far from its minimum.</summary>
    public double Gap { get; private set; }

    /// <summary>Σ αJ over the rows.</summary>
    public double Value(DeviceMatrix point)
    {
        var (host, total) = (OnHost(point), 0.0);
        for (var row = 0; row < host.Rows; row++)
        {
            total += _prior.Weight * _prior.Regulariser.Value(host.Row(row), _workspaces[row]);
        }

        return total;
    }

    /// <summary>values = prox_{gαJ}(values), row by row.</summary>
    public void Prox(DeviceMatrix values, double step)
    {
        var host = OnHost(values);
        Gap = 0;
        for (var row = 0; row < host.Rows; row++)
        {
            host.Row(row).CopyTo(_shifted);
            var tolerance = _prior.Tolerance * Scale(_prior.Regulariser.Value(_shifted, _workspaces[row]));
            Gap += _prior.Weight * _prior.Regulariser.Prox(_shifted, step * _prior.Weight, tolerance, host.Row(row), _workspaces[row]).Gap;
        }

        if (!ReferenceEquals(host, values))
        {
            _device.Upload(host.Values, values);
        }
    }

    /// <summary>A copy of the dual variables for a checkpoint; nothing where the prox has a closed form.</summary>
    public IEnumerable<StateArray> Save()
    {
        var size = _prior.Regulariser.DualSize;
        if (size == 0)
        {
            yield break;
        }

        var duals = new Real[_workspaces.Length * size];
        for (var row = 0; row < _workspaces.Length; row++)
        {
            _workspaces[row].Dual.Span.CopyTo(duals.AsSpan(row * size));
        }

        yield return new StateArray("dual", _workspaces.Length, size, duals);
    }

    /// <summary>Takes saved dual variables back.</summary>
    public void Restore(BlockState state)
    {
        var size = _prior.Regulariser.DualSize;
        var duals = size == 0 ? default : state.Read("dual", _workspaces.Length * size);
        for (var row = 0; size > 0 && row < _workspaces.Length; row++)
        {
            duals.Slice(row * size, size).CopyTo(_workspaces[row].Dual.Span);
        }
    }

    /// <summary>The size of J that a gap is measured against; outside the domain there is none.</summary>
    private static double Scale(double value) => value > 0 && double.IsFinite(value) ? value : 1;

    private Matrix OnHost(DeviceMatrix values) => values as Matrix ?? Matrix.Over(_device.Download(values), values.Rows, values.Columns);
}
