using LiftedActors.Actors;
using LiftedActors.Actors.Profiling;
using LiftedActors.Host.Data;
using LiftedActors.Host.Engines;
using LiftedActors.Host.Reports;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Runs;

/// <summary>One run from its start or from a checkpoint to its reports: the lifted training, then the baseline, then what is shown of both.</summary>
internal sealed class TrainingRun
{
    private readonly RunFolder _folder;
    private readonly Experiment _experiment;
    private readonly RunOptions _options;
    private readonly RunConsole _console;
    private readonly FileCheckpointStore _checkpoints;
    private readonly ChosenEngine _engine;

    public TrainingRun(RunFolder folder, Experiment experiment, RunOptions options, RunConsole console)
    {
        (_folder, _experiment, _options, _console) = (folder, experiment, options, console);
        _checkpoints = new FileCheckpointStore(folder.Checkpoints);
        _engine = ChosenEngine.Of(options.Engine, options.Workers);
    }

    /// <summary>Runs, and returns the exit code.</summary>
    /// <exception cref="DataFaultException">The checkpoint belongs to another experiment, or the last one could not be kept.</exception>
    public async Task<int> ExecuteAsync(CancellationToken cancellation)
    {
        using var metrics = new MetricsLog(_folder, _experiment.Columns);
        _console.Display.Note(_engine.Description);
        if (_experiment.Spec.IsBaselineAlone)
        {
            return await Task.Run(() => BaselineAlone(metrics, cancellation), CancellationToken.None).ConfigureAwait(false);
        }

        if (_experiment.Spec.Training.Metric is { Samples: MetricSamples.Test } chosen)
        {
            _console.Display.Warn($"weights are chosen by {chosen.Word} on the test images, as none are held out: results on them flatter; hold some out with task.validation.");
        }

        var (lifted, observer) = await OnDeviceAsync(metrics, cancellation).ConfigureAwait(false);
        if (_experiment.Spec.Postprocess && lifted.Status.Outcome == SolveOutcome.Completed)
        {
            lifted = lifted with { Parameters = Postprocessed(lifted.Parameters) };
        }

        _console.Log.Information("Lifted: {Outcome}. {Advice:l}", lifted.Status.Outcome, lifted.Status.Advice);
        var baseline = lifted.Status.Outcome == SolveOutcome.Completed ? Baseline(metrics, lifted.Elapsed, cancellation) : null;
        var status = baseline is { Status.Outcome: SolveOutcome.Interrupted or SolveOutcome.TimeUp } ? baseline.Status : lifted.Status;
        var elapsed = lifted.Elapsed + TimeSpan.FromSeconds(metrics.Rows.LastOrDefault(row => row.Method == TrainingKind.Backprop)?.Seconds ?? 0);
        new RunReport(_folder, _experiment, _console).Write(metrics, new RunResult(status, lifted, elapsed, (_engine.Name, _engine.Workers)));
        if (observer.CheckpointFault is { } fault)
        {
            throw new DataFaultException($"{_folder.Checkpoints}: the last checkpoint could not be kept ({fault.TrimEnd('.')}); the weights are in {_folder.Weights}; make room and go on with 'lifted resume {_folder.Path}'.");
        }

        return ExitCode.Of(status.Outcome);
    }

    /// <summary>Back-propagation in the place of the lifted training; it keeps no checkpoints, so that it always begins anew.</summary>
    private int BaselineAlone(MetricsLog metrics, CancellationToken cancellation)
    {
        File.Delete(_folder.BaselineWeights);
        var solution = Baseline(metrics, TimeSpan.Zero, cancellation)!;
        new RunReport(_folder, _experiment, _console).Write(metrics, new RunResult(solution.Status, solution, solution.Elapsed, ("sequential", 1)));
        return ExitCode.Of(solution.Status.Outcome);
    }

    private IReadOnlyList<LayerParameters> Postprocessed(IReadOnlyList<LayerParameters> parameters)
    {
        var fitted = Postprocessing.FitLastLayer(_experiment.Problem, parameters);
        var text = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"last layer fitted: loss {NestedLoss.Of(_experiment.Problem, parameters):g6} before, {NestedLoss.Of(_experiment.Problem, fitted):g6} after");
        _console.Display.Note(text);
        _console.Log.Information("{Line:l}", text);
        return fitted;
    }

    /// <summary>The lifted training on the chosen device, and on the CPU from the last checkpoint where that fails and is asked for.</summary>
    private async Task<(Solution Solution, TrainingObserver Observer)> OnDeviceAsync(MetricsLog metrics, CancellationToken cancellation)
    {
        string fault;
        using (var device = ChosenDevice.Of(_options.Device, _options.OpenGpu))
        {
            try
            {
                var outlook = device.IsGpu ? new DeviceOutlook(_experiment.Spec).Fault(device.Device) : null;
                var ended = outlook is null ? await LiftedAsync(device, metrics, cancellation).ConfigureAwait(false) : throw new DeviceMemoryException(outlook);
                if (!device.IsGpu || ended.Solution.Status.Outcome != SolveOutcome.Failed || _options.OnDeviceFault == "stop")
                {
                    return ended;
                }

                fault = ended.Solution.Status.Advice;
            }
            catch (Exception cause) when (device.IsGpu && cause is not (DataFaultException or SpecException or OperationCanceledException))
            {
                _console.Log.Error(cause, "The device failed");
                fault = cause.Message;
            }
        }

        fault = fault.ReplaceLineEndings(" ").TrimEnd('.');
        if (_options.OnDeviceFault == "stop")
        {
            throw new DataFaultException($"{fault}; go on with 'lifted resume {_folder.Path} --device cpu', or train with --on-device-fault cpu.");
        }

        _console.Display.Warn($"{fault}; the run goes on on the CPU from its last checkpoint.");
        using var host = ChosenDevice.Of("cpu");
        return await LiftedAsync(host, metrics, cancellation).ConfigureAwait(false);
    }

    private Checkpoint? LoadCheckpoint(ChosenDevice device)
    {
        var from = _checkpoints.Load(text =>
        {
            _console.Log.Warning("{Text:l}", text);
            _console.Display.Warn(text);
        });
        if (from is null && Directory.Exists(_folder.Checkpoints) && Directory.EnumerateFiles(_folder.Checkpoints, "*.safetensors").Any())
        {
            throw new DataFaultException($"{_folder.Checkpoints}: none of the checkpoints is intact; train anew, or bring a copy of the folder back.");
        }

        if (from is not null && from.Fingerprint != _experiment.Fingerprint)
        {
            throw new DataFaultException($"{_folder.Checkpoints}: the checkpoints were made from other data, another network or method, or another seed; give the data of then with --data.");
        }

        if (from is not null && from.NextIteration > _experiment.Iterations)
        {
            throw new SpecException(_folder.Spec, "epochs", $"the run is beyond {_experiment.Spec.Epochs} epochs already, at iteration {from.NextIteration} of {_experiment.Iterations}; give more.");
        }

        if (from is not null && device.OtherKernels(from) is { } warning)
        {
            _console.Display.Warn(warning);
        }

        return from;
    }

    private StoppingCriterion Stopping(BestEpoch? best)
    {
        StoppingCriterion stopping = new MaximumEpochs(_experiment.Spec.Epochs) | new RunAway();
        stopping = Early(best) is { } early ? stopping | early : stopping;
        return (_options.MaximumTime ?? _experiment.Spec.Training.MaximumTime) is { } limit ? stopping | new MaximumTime(limit) : stopping;
    }

    private EarlyStopping? Early(BestEpoch? best) =>
        best is not null && _experiment.Spec.Training.Patience is { } patience ? new EarlyStopping(best.History, patience) : null;

    private async Task<(Solution Solution, TrainingObserver Observer)> LiftedAsync(ChosenDevice device, MetricsLog metrics, CancellationToken cancellation)
    {
        var from = LoadCheckpoint(device);
        metrics.CutBack(TrainingKind.Lifted, from?.NextIteration ?? 0);
        using var trace = new TraceLog(_folder.Trace, from?.NextIteration ?? 0);
        var best = Best(TrainingKind.Lifted, metrics, from is null);
        var penalties = new PenaltyLog(_folder.Penalties, from?.NextIteration ?? 0);
        var observer = new TrainingObserver(TrainingKind.Lifted, _experiment, new RunRecords(metrics, trace, best) { Penalties = penalties }, _console);
        _console.Display.Note(device.Description);
        if (from is not null)
        {
            _console.Display.Note($"goes on after iteration {from.NextIteration} of {_experiment.Iterations}");
        }

        _console.Log.Information("{Name:l} on {Engine:l}, from iteration {Iteration}", _experiment.Spec.Name, _engine.Name, from?.NextIteration ?? 0);
        var setting = new RunSetting
        {
            RunId = _folder.Name,
            Fingerprint = _experiment.Fingerprint,
            Stopping = Stopping(best),
            Checkpoints = _checkpoints,
            Observer = observer,
            Time = _options.Time,
            CheckpointEveryIterations = _experiment.Spec.Checkpoints.EveryIterations,
            CheckpointEveryEpochs = _experiment.Spec.Checkpoints.EveryEpochs,
            ResumeFrom = from,
            KernelPath = device.Device.KernelPath,
        };
        var solution = from is not null && Ended(from, best) is { } status
            ? new Solution(status, from.NextIteration, from.Elapsed, Restored(from), 0)
            : await SolveAsync(device, setting, cancellation).ConfigureAwait(false);
        return (solution, observer);
    }

    private async Task<Solution> SolveAsync(ChosenDevice device, RunSetting setting, CancellationToken cancellation)
    {
        if (!_options.Profile)
        {
            return await StagesAsync(device, setting, cancellation).ConfigureAwait(false);
        }

        using var profile = new WorkProfile(_options.Time);
        var solution = await StagesAsync(device, setting with { Profile = profile }, cancellation).ConfigureAwait(false);
        var iterations = solution.CompletedIterations - (setting.ResumeFrom?.NextIteration ?? 0);
        var elapsed = solution.Elapsed - (setting.ResumeFrom?.Elapsed ?? TimeSpan.Zero);
        if (iterations > 0 && elapsed > TimeSpan.Zero)
        {
            var report = new ProfileReport(profile.Workers(), iterations * _experiment.Spec.Method.Outer.Sweeps, elapsed);
            report.Write(_folder.Profile);
            report.Lines().ForEach(_console.Display.Note);
        }

        return solution;
    }

    /// <summary>One run where the penalty weights are fixed, otherwise one for each stage.</summary>
    private Task<Solution> StagesAsync(ChosenDevice device, RunSetting setting, CancellationToken cancellation)
    {
        var method = _experiment.Spec.Method;
        if (method.Continuation.IsFixed)
        {
            return _engine.SolveAsync(() => _experiment.Lift(device.Device), setting, cancellation);
        }

        var start = PenaltyWeights.Of(method.Formulation, _experiment.Problem.Network);
        var problem = new StagedProblem(
            weights => _experiment.Lift(device.Device, weights), start, method.Continuation, _experiment.Sampler.BatchesPerEpoch);
        return new StagedSolver(_engine.SolveAsync, new FileCheckpointStore(_folder.LastGood)).SolveAsync(problem, setting, cancellation);
    }

    /// <summary>How a run stands that has nothing left to do; null where it goes on.</summary>
    private SolveStatus? Ended(Checkpoint from, BestEpoch? best) => Stopping(best).Judge(from.Progress(_experiment.Sampler.BatchesPerEpoch));

    private IReadOnlyList<LayerParameters> Restored(Checkpoint from)
    {
        var objective = _experiment.Lift();
        objective.Restore(from.Blocks);
        return objective.CurrentParameters;
    }

    private BestEpoch? Best(TrainingKind kind, MetricsLog metrics, bool isNew)
    {
        var path = kind == TrainingKind.Lifted ? _folder.BestWeights : _folder.BestBaselineWeights;
        if (isNew)
        {
            File.Delete(path);
        }

        return BestEpoch.Of(_experiment.Spec.Training, kind, metrics, path);
    }

    private bool IsBaselineDone(MetricsLog metrics)
    {
        var trained = metrics.Rows.LastOrDefault(row => row.Method == TrainingKind.Backprop)?.Iteration ?? 0;
        return trained == _experiment.Iterations || Early(Best(TrainingKind.Backprop, metrics, isNew: false))?.Judge(default) is not null;
    }

    private Solution? Baseline(MetricsLog metrics, TimeSpan spent, CancellationToken cancellation)
    {
        // A run whose spec was given more epochs trains its baseline anew, so that both have equally many.
        if (_experiment.Spec.Baseline is null || (File.Exists(_folder.BaselineWeights) && IsBaselineDone(metrics)))
        {
            return null;
        }

        File.Delete(_folder.BaselineWeights);

        metrics.CutBack(TrainingKind.Backprop, 0);
        var best = Best(TrainingKind.Backprop, metrics, isNew: true);
        var observer = new TrainingObserver(TrainingKind.Backprop, _experiment, new RunRecords(metrics, null, best), _console);
        var solution = BaselineRun.Solve(_experiment, observer, (Stopping(best), _options.Time, spent), cancellation);
        _console.Log.Information("Baseline: {Outcome}. {Advice:l}", solution.Status.Outcome, solution.Status.Advice);
        if (solution.Status.Outcome == SolveOutcome.Completed)
        {
            WeightsFile.Write(_folder.BaselineWeights, solution.Parameters);
        }
        else if (ExitCode.Of(solution.Status.Outcome) != ExitCode.Success)
        {
            _console.Display.Warn($"back-propagation did not end well: {solution.Status.Advice}");
        }

        return solution;
    }
}
