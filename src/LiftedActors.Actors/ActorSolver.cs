using LiftedActors.Actors.Behaviours;
using LiftedActors.Model.Solving;

namespace LiftedActors.Actors;

/// <summary>Solves a lifted problem with one behaviour per block on an engine.</summary>
/// <param name="engine">The engine; it stays open.</param>
public sealed class ActorSolver(IEngine engine)
{
    /// <summary>Runs until a criterion stops it; exact schedules give the bits of <see cref="SequentialSolver"/>.</summary>
    /// <param name="lift">Lifts the problem; called again for fresh blocks after a failure.</param>
    /// <param name="setting">The run.</param>
    /// <param name="cancellation">
    /// Ends the run after the present iteration, with a checkpoint and the outcome <see cref="SolveOutcome.Interrupted"/>.
    /// </param>
    /// <exception cref="ArgumentException">The setting is wrong, or the checkpoint belongs to another experiment.</exception>
    public async Task<Solution> SolveAsync(Func<LiftedObjective> lift, RunSetting setting, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(lift);
        Check(setting);
        var ending = new TaskCompletionSource<Solution>(TaskCreationOptions.RunContinuationsAsynchronously);
        var address = Address.Run(setting.RunId);
        engine.Host(address, new RunBehaviour(engine, lift, setting, ending));
        engine.Send(address, new BeginRun(setting.RunId));
        try
        {
            var period = setting.StallTimeout / 4;
            await using var timer = setting.Time
                .CreateTimer(_ => engine.Send(address, new Tick(setting.RunId, 0)), null, period, period).ConfigureAwait(false);
            await using var registration = cancellation
                .Register(() => engine.Send(address, new StopRun(setting.RunId, 0))).ConfigureAwait(false);
            return await ending.Task.ConfigureAwait(false);
        }
        finally
        {
            engine.Stop(address);
        }
    }

    private static void Check(RunSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentException.ThrowIfNullOrWhiteSpace(setting.RunId, nameof(setting));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(setting.StallTimeout, TimeSpan.Zero, nameof(setting));
        ArgumentOutOfRangeException.ThrowIfNegative(setting.CheckpointEveryIterations, nameof(setting));
        ArgumentOutOfRangeException.ThrowIfNegative(setting.CheckpointEveryEpochs, nameof(setting));
        ArgumentOutOfRangeException.ThrowIfNegative(setting.MaxFailures, nameof(setting));
        if (setting.ResumeFrom is { } checkpoint && checkpoint.Fingerprint != setting.Fingerprint)
        {
            throw new ArgumentException(
                $"The checkpoint belongs to another experiment (fingerprint {checkpoint.Fingerprint}, this one has {setting.Fingerprint}); "
                + "resume it with the specification that it was made with.",
                nameof(setting));
        }
    }
}
