using LiftedActors.Host.Runs;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Bench;

/// <summary>A training that goes on by epochs on the calling thread, lifted or by back-propagation, and is timed.</summary>
internal sealed class Training
{
    private readonly Experiment _experiment;
    private readonly Func<IterationReport> _step;
    private readonly Func<IReadOnlyList<LayerParameters>> _parameters;
    private readonly List<double> _epochSeconds = [];

    private Training(Experiment experiment, Func<IterationReport> step, Func<IReadOnlyList<LayerParameters>> parameters) =>
        (_experiment, _step, _parameters) = (experiment, step, parameters);

    /// <summary>The seconds that each epoch took.</summary>
    public IReadOnlyList<double> EpochSeconds => _epochSeconds;

    /// <summary>The PSNR on the test images; −∞ where the weights are not finite.</summary>
    public double Psnr
    {
        get
        {
            var psnr = _experiment.Judge(_parameters())[QualityMeasure.Psnr];
            return double.IsNaN(psnr) ? double.NegativeInfinity : psnr;
        }
    }

    /// <summary>The lifted method on the reference solver.</summary>
    public static Training Lifted(Experiment experiment)
    {
        var solver = new SequentialSolver(experiment.Lift());
        return new Training(experiment, solver.Step, () => solver.Objective.CurrentParameters);
    }

    /// <summary>The baseline.</summary>
    public static Training Backprop(Experiment experiment)
    {
        var baseline = experiment.Baseline();
        return new Training(experiment, baseline.Step, () => baseline.CurrentParameters);
    }

    /// <summary>One pass over the training data.</summary>
    public void Epoch()
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < _experiment.Sampler.BatchesPerEpoch; i++)
        {
            _step();
        }

        _epochSeconds.Add(TimeProvider.System.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>All epochs; returns itself.</summary>
    public Training Complete()
    {
        for (var epoch = 0; epoch < _experiment.Spec.Epochs; epoch++)
        {
            Epoch();
        }

        return this;
    }
}
