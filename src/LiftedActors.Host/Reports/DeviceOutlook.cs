using System.Globalization;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Reports;

/// <summary>Whether a run fits into the memory of a device, and what would, counted by lifting the problem onto a tally.</summary>
/// <param name="spec">The spec.</param>
internal sealed class DeviceOutlook(ExperimentSpec spec)
{
    /// <summary>The bytes that the run needs at a batch size, its held samples included.</summary>
    public long Bytes(int batchSize)
    {
        var (network, tally) = (spec.Network, new MemoryTally());
        var method = new LiftedMethod(
            spec.Method.Formulation, (spec.Method.ActivationUpdate, spec.Method.ParameterUpdate), spec.Method.Schedule, Outer(batchSize), spec.Method.Shards);

        // Only sizes count, so that as many samples as a batch has stand for all; the rest is held, not worked on.
        var samples = Math.Max(batchSize, spec.Method.Shards);
        var problem = new TrainingProblem(network, new Matrix(samples, network.Inputs), new Matrix(samples, network.Outputs), spec.Seed);
        _ = new LiftedObjective(problem, method, spec.Initialisation, tally);
        return tally.Bytes + (((long)spec.Task.Training - samples) * (network.Inputs + network.Outputs) * sizeof(Real));
    }

    /// <summary>One sentence that says what is too large and what would fit; null where the run fits.</summary>
    public string? Fault(ComputeDevice device)
    {
        var batch = spec.Method.Outer.BatchSize(spec.Task.Training);
        var needed = Bytes(batch);
        if (needed <= device.AvailableBytes)
        {
            return null;
        }

        var least = Math.Max(spec.Method.Shards, 1);
        var fits = batch / 2;
        while (fits >= least && Bytes(fits) > device.AvailableBytes)
        {
            fits /= 2;
        }

        var advice = fits >= least
            ? string.Create(CultureInfo.InvariantCulture, $"batches of {fits} samples instead of {batch} would fit")
            : "no batch is small enough; take smaller widths or fewer images";
        return $"the run needs {MemoryEstimate.Text(needed)} on {device.KernelPath}, where {MemoryEstimate.Text(device.AvailableBytes)} are free: {advice}";
    }

    private OuterIteration Outer(int batchSize) => spec.Method.Outer switch
    {
        ImplicitStochasticGradient outer => new ImplicitStochasticGradient(batchSize, outer.Sweeps, outer.ProximalStep),
        var outer => outer,
    };
}
