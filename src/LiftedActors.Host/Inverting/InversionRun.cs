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
            if (end.Status.IsInOrder)
            {
                _console.Display.Note($"{end.Status.Advice} Go on with 'lifted resume {_folder.Path}'.");
            }
            else
            {
                _console.Display.Warn($"the inversion ended as {end.Status.Outcome} ({end.Status.Advice.TrimEnd('.')}); take the update prox-linear, or lower the rate of the one that you have.");
            }

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
        var (trial, inputs) = _trials.Find(alpha) is { } finished ? (finished, _trials.Inputs(finished)) : Try(alpha, device, metrics, cancellation);
        return new InversionPoint(alpha, trial.Misfit, trial.Regulariser, trial.SourceNorm, [.. inputs.Values]);
    }

    private (Trial Trial, Matrix Inputs) Try(double alpha, ChosenDevice device, InversionLog metrics, CancellationToken cancellation)
    {
        var (number, fingerprint, checkpoints) = (_trials.Finished.Count + 1, _experiment.Fingerprint(alpha), new FileCheckpointStore(_folder.Checkpoints));
        var from = LastOf(checkpoints, fingerprint);
        if (from is not null && device.OtherKernels(from) is { } warning)
        {
            _console.Display.Warn(warning);
        }

        metrics.CutBack(number, from?.NextIteration ?? 0);
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.TrialTrace(number))!);
        using var trace = new TraceLog(_folder.TrialTrace(number), from?.NextIteration ?? 0);
        var observer = new InversionObserver(_experiment, (number, alpha), (metrics, trace), _console, _options.Time);
        var setting = Setting(observer, (number, metrics), checkpoints) with { Fingerprint = fingerprint, ResumeFrom = from, KernelPath = device.Device.KernelPath };
        var solution = from is not null && setting.Stopping.Judge(from.Progress(batchesPerEpoch: 1)) is { } status
            ? new Solution(status, from.NextIteration, from.Elapsed, [], 0) { Inputs = Restored(alpha, from) }
            : _engine.SolveAsync(() => _experiment.Lift(alpha, device.Device), setting, cancellation).GetAwaiter().GetResult();
        _console.Log.Information("alpha {Alpha}: {Outcome}. {Advice:l}", alpha, solution.Status.Outcome, solution.Status.Advice);
        if (solution.Status.Outcome != SolveOutcome.Completed)
        {
            throw observer.CheckpointFault is { } fault && solution.Status.IsInOrder
                ? new DataFaultException($"{_folder.Checkpoints}: the last checkpoint could not be kept ({fault.TrimEnd('.')}); make room and go on with 'lifted resume {_folder.Path}'.")
                : new EndedEarlyException(solution.Status);
        }

        var inputs = Matrix.Of(solution.Inputs!);
        var trial = Finished(number, alpha, (solution, inputs));
        _trials.Add(trial, inputs);

        // The next weight begins anew; what this one came to is kept.
        Directory.Delete(_folder.Checkpoints, recursive: true);
        return (trial, inputs);
    }

    private Trial Finished(int number, double alpha, (Solution Solution, Matrix Inputs) end)
    {
        var (solution, inputs) = end;
        var outputs = _experiment.Model.Network.Predict(inputs, _experiment.Model.Parameters);
        var distance = Math.Sqrt(VectorKernels.SquaredDistance(outputs.Values, _experiment.Measurements.Data.Values) / inputs.Rows);
        return new Trial(
            number, alpha, _experiment.Misfit(inputs), _experiment.RegulariserAt(inputs), distance / alpha, solution.CompletedIterations, solution.Elapsed.TotalSeconds, solution.Status.Advice);
    }

    /// <summary>The checkpoint of this trial; one of a finished trial was left by a process that was lost, and is void.</summary>
    private Checkpoint? LastOf(FileCheckpointStore checkpoints, string fingerprint)
    {
        var from = checkpoints.Load(_console.Display.Warn);
        if (from is null || from.Fingerprint == fingerprint)
        {
            return from;
        }

        if (_trials.Finished.Any(trial => _experiment.Fingerprint(trial.Alpha) == from.Fingerprint))
        {
            Directory.Delete(_folder.Checkpoints, recursive: true);
            return null;
        }

        throw new DataFaultException($"{_folder.Checkpoints}: the checkpoints were made from other measurements, another model or another method; bring those of then back, or invert anew.");
    }

    private IRows Restored(double alpha, Checkpoint from)
    {
        var objective = _experiment.Lift(alpha, Model.Devices.ComputeDevice.Host);
        objective.Restore(from.Blocks);
        return objective.CurrentInputs;
    }

    private RunSetting Setting(InversionObserver observer, (int Number, InversionLog Metrics) trial, FileCheckpointStore checkpoints)
    {
        var (spec, level) = (_experiment.Spec, _experiment.Measurements.NoiseLevel);
        StoppingCriterion stopping = new MaximumIterations(spec.Iterations) | new Settled(trial.Metrics, trial.Number, spec.Tolerance);
        stopping = spec.StopsAtDiscrepancy ? stopping | new MisfitReached(trial.Metrics, trial.Number, spec.Tau * level * level) : stopping;
        return new RunSetting
        {
            RunId = _folder.Name,
            Fingerprint = string.Empty,
            Stopping = _options.MaximumTime is { } limit ? stopping | new TotalTime(limit, Spent) : stopping,
            Checkpoints = checkpoints,
            Observer = observer,
            Time = _options.Time,
            CheckpointEveryEpochs = spec.CheckpointEvery,
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
