using LiftedActors.Actors;
using LiftedActors.Host.Engines;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>A run from the initial weights on an engine, with the wall clock of every iteration, whatever the engine does between two of them included.</summary>
internal sealed class TimedRun : IRunObserver, ICheckpointStore
{
    private readonly List<double> _seconds = [];
    private readonly List<IterationReport> _reports = [];
    private long _last;

    private TimedRun()
    {
    }

    /// <summary>The seconds of each iteration.</summary>
    public IReadOnlyList<double> IterationSeconds => _seconds;

    /// <summary>The reports of the iterations.</summary>
    public IReadOnlyList<IterationReport> Reports => _reports;

    /// <summary>The seconds of all iterations.</summary>
    public double Seconds => _seconds.Sum();

    /// <summary>Runs a number of iterations.</summary>
    public static TimedRun Of(ChosenEngine engine, Func<LiftedObjective> lift, int iterations) =>
        Of((lifted, setting) => engine.SolveAsync(lifted, setting, CancellationToken.None), lift, iterations);

    /// <summary>Runs a number of iterations by what solves a lifted problem.</summary>
    public static TimedRun Of(Func<Func<LiftedObjective>, RunSetting, Task> solve, Func<LiftedObjective> lift, int iterations)
    {
        // What earlier runs left must not be collected on the clock of this one.
        GC.Collect();
        var run = new TimedRun();
        var setting = new RunSetting
        {
            RunId = "bench",
            Fingerprint = "bench",
            Stopping = new AfterIterations(iterations),
            Checkpoints = run,
            Observer = run,
            CheckpointEveryEpochs = 0,
        };
        solve(lift, setting).GetAwaiter().GetResult();
        return run;
    }

    /// <inheritdoc/>
    public void IterationCompleted(IterationReport report, TimeSpan elapsed)
    {
        var now = TimeProvider.System.GetTimestamp();
        _seconds.Add(_seconds.Count == 0 ? elapsed.TotalSeconds : TimeProvider.System.GetElapsedTime(_last, now).TotalSeconds);
        _reports.Add(report);
        _last = now;
    }

    /// <inheritdoc/>
    public void EpochCompleted(int epoch, IReadOnlyList<LayerParameters> parameters, TimeSpan elapsed)
    {
    }

    /// <inheritdoc/>
    public void CheckpointCommitted(int nextIteration)
    {
    }

    /// <inheritdoc/>
    public void CheckpointFailed(string reason)
    {
    }

    /// <inheritdoc/>
    public void RolledBack(int nextIteration, string reason) => throw new InvalidOperationException(reason);

    /// <inheritdoc/>
    public void Save(Checkpoint checkpoint)
    {
    }

    /// <inheritdoc/>
    public Checkpoint? Load(Action<string> warn) => null;
}
