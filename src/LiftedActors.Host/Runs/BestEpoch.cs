using LiftedActors.Host.Specs;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Runs;

/// <summary>Follows the metric that choices are made by, and keeps the weights after its best epoch.</summary>
internal sealed class BestEpoch
{
    private readonly TrainingSpec _training;
    private readonly TrainingKind _kind;
    private readonly MetricsLog _metrics;
    private readonly string _path;

    private BestEpoch(TrainingSpec training, TrainingKind kind, MetricsLog metrics, string path)
    {
        (_training, _kind, _metrics, _path) = (training, kind, metrics, path);
        History = training.NewHistory()!;
        foreach (var row in metrics.Rows.Where(row => row.Method == kind && row.Quality is not null).ToArray())
        {
            History.Add(ValueOf(row.Epoch));
        }
    }

    /// <summary>The metric, epoch by epoch.</summary>
    public MetricHistory History { get; }

    /// <summary>What is kept for a training, with the epochs that its metrics know already; null where nothing is chosen.</summary>
    /// <param name="training">What is asked for.</param>
    /// <param name="kind">Lifted or back-propagation.</param>
    /// <param name="metrics">The metrics, cut back to where the training goes on.</param>
    /// <param name="path">The file of the best weights.</param>
    public static BestEpoch? Of(TrainingSpec training, TrainingKind kind, MetricsLog metrics, string path) =>
        training.Metric is null ? null : new BestEpoch(training, kind, metrics, path);

    /// <summary>Takes an epoch, whose metrics have been added, into account.</summary>
    /// <exception cref="IOException">The weights could not be written; those before stand.</exception>
    public void Complete(int epoch, IReadOnlyList<LayerParameters> parameters)
    {
        History.Add(ValueOf(epoch));
        var (best, value) = History.Best;
        if (_training.KeepsBest && best == epoch)
        {
            BestWeights.Write(_path, parameters, (epoch, _training.Metric!.Word, value));
        }
    }

    /// <summary>The value of the metric in an epoch: of a measure that at its end, of a column of every iteration its mean.</summary>
    private double ValueOf(int epoch)
    {
        var column = _training.Metric!.Column;
        var (sum, count) = (0.0, 0);
        for (var i = _metrics.Rows.Count - 1; i >= 0; i--)
        {
            var row = _metrics.Rows[i];
            if (row.Method != _kind || row.Epoch > epoch)
            {
                continue;
            }

            if (row.Epoch < epoch)
            {
                break;
            }

            if (_training.Metric.Samples != MetricSamples.Training && row.Quality is not null)
            {
                return Measured(row, column);
            }

            if (row.Report is { } report)
            {
                sum += Reported(report, column);
                count++;
            }
        }

        return sum / count;
    }

    private double Measured(MetricsRow row, string column) => _training.Metric!.Samples == MetricSamples.Validation
        ? row.Validation!.Values.First(pair => pair.Measure.ValidationKey == column).Value
        : row.Quality!.Values.First(pair => pair.Measure.Key == column).Value;

    private static double Reported(IterationReport report, string column) => column switch
    {
        "objective" => report.Objective,
        "loss" => report.Loss,
        "liftingGap" => report.LiftingGap,
        _ => report.SquaredMove,
    };
}
