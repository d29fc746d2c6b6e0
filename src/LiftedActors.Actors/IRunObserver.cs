using LiftedActors.Model.Blocks;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Solving.Continuations;

namespace LiftedActors.Actors;

/// <summary>
/// Watches a run. It is called at quiet points, one call at a time, before the next iteration is granted; the time that it takes
/// does not count. What it throws ends the run and comes out of <see cref="ActorSolver.SolveAsync"/>.
/// </summary>
public interface IRunObserver
{
    /// <summary>
    /// Which versions a block took in an iteration, where its reads accept newer ones; called before the iteration is shown as complete.
    /// </summary>
    /// <param name="iteration">The iteration.</param>
    /// <param name="block">The block.</param>
    /// <param name="sweeps">What <see cref="ExecutionTrace.Add"/> takes.</param>
    void VersionsTaken(int iteration, BlockId block, ReadOnlySpan<int> sweeps)
    {
    }

    /// <summary>An iteration is complete.</summary>
    /// <param name="report">What it did.</param>
    /// <param name="elapsed">The time spent in iterations, earlier parts of the run included.</param>
    void IterationCompleted(IterationReport report, TimeSpan elapsed);

    /// <summary>An epoch is complete; not called where the values are not finite.</summary>
    /// <param name="epoch">The epochs completed, from 1.</param>
    /// <param name="parameters">Θ_1…Θ_L; readable until this call returns.</param>
    /// <param name="elapsed">The time spent in iterations.</param>
    void EpochCompleted(int epoch, IReadOnlyList<LayerParameters> parameters, TimeSpan elapsed);

    /// <summary>Whether the lifting gap is to be measured at the end of epochs; it costs a forward pass of some samples.</summary>
    bool WatchesGap => false;

    /// <summary>The lifting gap at the end of an epoch, called before the epoch is shown as complete.</summary>
    /// <param name="nextIteration">The iteration that comes next.</param>
    /// <param name="gap">The gap.</param>
    void GapMeasured(int nextIteration, LiftingGap gap)
    {
    }

    /// <summary>Whether the inputs are to be shown at the end of epochs, as they move in an inversion.</summary>
    bool WatchesInputs => false;

    /// <summary>The inputs at the end of an epoch, called before the epoch is shown as complete.</summary>
    /// <param name="nextIteration">The iteration that comes next.</param>
    /// <param name="inputs">z_0, samples × n₀; a copy.</param>
    void InputsReached(int nextIteration, IRows inputs)
    {
    }

    /// <summary>An epoch is complete at a quiet point: shows all that is watched.</summary>
    /// <param name="objective">What the blocks hold.</param>
    /// <param name="nextIteration">The iteration that comes next.</param>
    /// <param name="elapsed">The time spent in iterations.</param>
    void ShowEpoch(LiftedObjective objective, int nextIteration, TimeSpan elapsed)
    {
        if (WatchesGap)
        {
            GapMeasured(nextIteration, LiftingGap.Of(objective, LiftingGap.FewSamples));
        }

        if (WatchesInputs)
        {
            InputsReached(nextIteration, objective.CurrentInputs);
        }

        EpochCompleted(nextIteration / objective.Sampler.BatchesPerEpoch, objective.CurrentParameters, elapsed);
    }

    /// <summary>The weights of the penalties changed between two stages.</summary>
    /// <param name="nextIteration">The first iteration with the new weights.</param>
    /// <param name="change">The weights and the cause.</param>
    void WeightsChanged(int nextIteration, WeightChange change)
    {
    }

    /// <summary>A checkpoint is committed.</summary>
    /// <param name="nextIteration">The iteration that comes next.</param>
    void CheckpointCommitted(int nextIteration);

    /// <summary>A checkpoint could not be stored; the run goes on, and the one before stands.</summary>
    /// <param name="reason">Why, in a sentence.</param>
    void CheckpointFailed(string reason);

    /// <summary>A block failed, or the weights of the penalties ran away, and all blocks went back.</summary>
    /// <param name="nextIteration">The iteration that comes next now; reports from there on are void.</param>
    /// <param name="reason">What failed.</param>
    void RolledBack(int nextIteration, string reason);
}
