using LiftedActors.Actors;
using LiftedActors.Host.Data;
using LiftedActors.Host.Engines;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Inversion.Choices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Inverting;

/// <summary>One inversion from its start or from where it stopped to its reports: a run of the solver for every weight that is tried, then what is shown of the chosen one.</summary>
internal sealed class InversionRun
{
    private readonly RunFolder _folder;
    private readonly InversionExperiment _experiment;
    private readonly RunOptions _options;
    private readonly RunConsole _console;
    private readonly ChosenEngine _engine;
    private readonly Trials _trials;

    public InversionRun(RunFolder folder, InversionExperiment experiment, RunOptions options, RunConsole console)
    {
        (_folder, _experiment, _options, _console) = (folder, experiment, options, console);
        _engine = ChosenEngine.Of(options.Engine, options.Workers);
        _trials = new Trials(folder);
    }

    /// <summary>Runs, and returns the exit code.</summary>
    /// <exception cref="DataFaultException">A checkpoint belongs to another inversion.</exception>
    public async Task<int> ExecuteAsync(CancellationToken cancellation)
    {
        _console.Display.Note(_engine.Description);
        foreach (var remark in _experiment.Measurements.Remarks)
        {
            _console.Display.Note(remark);
        }

        using var metrics = new InversionLog(_folder.MetricsTable);
        using var device = ChosenDevice.Of(_options.Device, _options.OpenGpu);
        _console.Display.Note(device.Description);
        try
        {
            // The rules that choose a weight ask for one inversion after the other.
            var decision = await Task.Run(() => Decide(alpha => Solve(alpha, device, metrics, cancellation)), CancellationToken.None).ConfigureAwait(false);
            _console.Display.Note(decision.Cause);
            _console.Log.Information("{Cause:l}", decision.Cause);
            new InversionReport(_folder, _experiment, (_trials, metrics), _console).Write(decision, (_engine.Name, _engine.Workers));
            return ExitCode.Success;
        }
        catch (EndedEarlyException end)
        {
            _console.Display.Note($"{end.Status.Advice} Go on with 'lifted resume {_folder.Path}'.");
            return ExitCode.Of(end.Status.Outcome);
        }
    }

    private WeightDecision Decide(Func<double, InversionPoint> solve)
    {
        var spec = _experiment.Spec;
        if (spec.Alpha is { } alpha)
        {
            var point = solve(alpha);
            return new WeightDecision(point, [point], FormattableString.Invariant($"alpha {alpha:g4}, as given: misfit {point.Misfit:g4}"));
        }

        var level = _experiment.Measurements.NoiseLevel;
        WeightChoice choice = spec.Rule switch
        {
            WeightRule.LCurve => new LCurve(spec.Grid.Least, spec.Grid.Largest, spec.Grid.Points),
            WeightRule.QuasiOptimality => new QuasiOptimality(spec.Grid.Least, spec.Grid.Largest, spec.Grid.Points),
            WeightRule.SourceNorm => new SourceNorm(level),
            _ => new DiscrepancyPrinciple(level, spec.Tau),
        };
        return choice.Choose(solve);
    }

    private InversionPoint Solve(double alpha, ChosenDevice device, InversionLog metrics, CancellationToken cancellation)
    {
        var trial = _trials.Find(alpha) ?? Try(alpha, device, metrics, cancellation);
        var inputs = _trials.Inputs(trial);
        return new InversionPoint(alpha, trial.Misfit, trial.Regulariser, trial.SourceNorm, [.. inputs.Values]);
    }

    private Trial Try(double alpha, ChosenDevice device, InversionLog metrics, CancellationToken cancellation)
    {
        var (number, checkpoints) = (_trials.Finished.Count + 1, new FileCheckpointStore(_folder.Checkpoints));
        var fingerprint = _experiment.Fingerprint(alpha);
        var from = checkpoints.Load(_console.Display.Warn);
        if (from is not null && from.Fingerprint != fingerprint)
        {
            throw new DataFaultException($"{_folder.Checkpoints}: the checkpoints were made from other measurements, another model or another method; bring those of then back, or invert anew.");
        }

        metrics.CutBack(number, from?.NextIteration ?? 0);
        using var trace = new TraceLog(_folder.Trace, from?.NextIteration ?? 0);
        var observer = new InversionObserver(_experiment, (number, alpha), (metrics, trace), _console);
        var settled = new Settled(metrics, number, _experiment.Spec.Tolerance);
        var solution = _engine.SolveAsync(() => _experiment.Lift(alpha, device.Device), Setting(observer, settled, checkpoints, (fingerprint, from, device.Device.KernelPath)), cancellation)
            .GetAwaiter().GetResult();
        _console.Log.Information("alpha {Alpha}: {Outcome}. {Advice:l}", alpha, solution.Status.Outcome, solution.Status.Advice);
        if (solution.Status.Outcome != SolveOutcome.Completed)
        {
            throw new EndedEarlyException(solution.Status);
        }

        var inputs = Matrix.Of(solution.Inputs!);
        var outputs = _experiment.Model.Network.Predict(inputs, _experiment.Model.Parameters);
        var distance = Math.Sqrt(VectorKernels.SquaredDistance(outputs.Values, _experiment.Measurements.Data.Values) / inputs.Rows);
        var trial = new Trial(
            number, alpha, _experiment.Misfit(inputs), _experiment.RegulariserAt(inputs), distance / alpha, solution.CompletedIterations, solution.Elapsed.TotalSeconds, solution.Status.Advice);
        _trials.Add(trial, inputs);

        // The next weight begins anew; what this one came to is kept.
        Directory.Delete(_folder.Checkpoints, recursive: true);
        return trial;
    }

    private RunSetting Setting(InversionObserver observer, Settled settled, FileCheckpointStore checkpoints, (string Fingerprint, Checkpoint? From, string KernelPath) point)
    {
        var spec = _experiment.Spec;
        StoppingCriterion stopping = new MaximumEpochs(spec.Iterations) | settled;
        stopping = spec.StopsAtDiscrepancy ? stopping | new MisfitReached(observer, spec.Tau * _experiment.Measurements.NoiseLevel * _experiment.Measurements.NoiseLevel) : stopping;
        return new RunSetting
        {
            RunId = _folder.Name,
            Fingerprint = point.Fingerprint,
            Stopping = _options.MaximumTime is { } limit ? stopping | new MaximumTime(limit - Spent) : stopping,
            Checkpoints = checkpoints,
            Observer = observer,
            Time = _options.Time,
            CheckpointEveryEpochs = spec.CheckpointEvery,
            ResumeFrom = point.From,
            KernelPath = point.KernelPath,
        };
    }

    /// <summary>The time of the finished trials.</summary>
    private TimeSpan Spent => TimeSpan.FromSeconds(_trials.Finished.Sum(trial => trial.Seconds));

    /// <summary>A trial that was stopped before it was done, or did not end well; it stands in its checkpoint.</summary>
    private sealed class EndedEarlyException(SolveStatus status) : Exception(status.Advice)
    {
        public SolveStatus Status { get; } = status;
    }
}
