using System.Globalization;
using LiftedActors.Host.Engines;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>
/// The time to an equal training loss on deep narrow nets, each side at its best: a share of what the best constant has, over all training
/// images; both sides judge outside the clock.
/// </summary>
internal static class LossRows
{
    private const int Batch = 64;
    private const int Images = 2048;
    private const int Every = 8;
    private const int Epochs = 16;
    private static readonly double[] Rates = [3e-4, 1e-3, 3e-3];
    private static readonly (string Schedule, int Sweeps)[] Methods = [("one-sweep", 1), ("backward-gauss-seidel", 1), ("backward-gauss-seidel", 2)];

    private static readonly (string Name, string Activation)[] Activations =
        [("soft-threshold 0.01", """{"soft-threshold":{"threshold":0.01}}"""), ("tanh", "\"tanh\"")];

    /// <summary>Depths 8 and 64 with two activations.</summary>
    public static IEnumerable<Contest> Of(SpeedSetting setting)
    {
        if (setting.PyTorch is not { } torch)
        {
            yield break;
        }

        foreach (var (depth, share) in setting.IsQuick ? [(2, 0.5)] : ((int, double)[])[(8, 0.3), (64, 0.7)])
        {
            foreach (var (name, activation) in Activations)
            {
                var job = Workload.Deep(
                    depth, Images, $"network.activation={activation}", Text($"method.outer.implicit-stochastic-gradient.batchSize={Batch}"));
                var goal = share * LossOfConstant(Matrix.Of(job.Data.Train.Targets));
                using var data = new SharedData(job.Data);
                yield return new Contest(
                    Text($"time to a training loss of {goal:0.00}, depth {depth}, width 64, batch {Batch}, {name}"),
                    [.. Methods.SelectMany(_ => Rates, (method, rate) => Ours(job, method, rate, goal)).SelectMany(sides => sides)],
                    [.. Rates.SelectMany(rate => Enumerable.Range(1, Math.Min(2, setting.Cores)).Select(threads => Peer(job, data, (rate, goal), (torch, threads))))]);
            }
        }
    }

    /// <summary>A method and a rate, on one core and on two, as far as the goal is reached at all.</summary>
    private static IEnumerable<Side> Ours(Workload job, (string Schedule, int Sweeps) method, double rate, double goal)
    {
        var trained = job.With(
            $"method.schedule={method.Schedule}", Text($"method.outer.implicit-stochastic-gradient.sweeps={method.Sweeps}"), Text($"method.parameterUpdate.adam.rate={rate}"));
        var iterations = new Lazy<int?>(() => trained.IterationsUntil(objective => Loss(objective) <= goal, Every, Epochs * job.Iterations));
        foreach (var engine in (ChosenEngine[])[ChosenEngine.Of("sequential", 1), ChosenEngine.Of("embedded", 2)])
        {
            yield return new Side(
                Text($"{method.Schedule}, {method.Sweeps} {(method.Sweeps == 1 ? "sweep" : "sweeps")}, rate {rate}, {engine.Name}, {Side.Threads(engine.Workers)}"),
                () => iterations.Value is { } count ? trained.Run(engine, count).Seconds : double.PositiveInfinity);
        }
    }

    private static Side Peer(Workload job, SharedData data, (double Rate, double Goal) training, (PyTorch Torch, int Threads) where)
    {
        var request = job.Request("reach", data);
        (request["rate"], request["foreach"], request["by"], request["goal"]) = (training.Rate, true, "loss", training.Goal);
        (request["every"], request["steps"]) = (Every, Epochs * job.Iterations);
        return new Side(Text($"PyTorch, rate {training.Rate}, {Side.Threads(where.Threads)}"), () => QualityRows.Seconds(where.Torch.Ask(where.Threads, request)));
    }

    /// <summary>The mean over samples of ½|network(x) − y|².</summary>
    private static double Loss(LiftedObjective objective)
    {
        var problem = objective.Problem;
        var outputs = problem.Network.Predict(Matrix.Of(objective.CurrentInputs), objective.CurrentParameters);
        return 0.5 * VectorKernels.SquaredDistance(outputs.Values, Matrix.Of(problem.Targets).Values) / outputs.Rows;
    }

    /// <summary>The loss of the mean of all targets as an answer to every input.</summary>
    private static double LossOfConstant(Matrix targets)
    {
        var mean = new Real[targets.Columns];
        VectorKernels.SumRows(targets, mean);
        VectorKernels.Scale(mean, (Real)(1.0 / targets.Rows), mean);
        var total = 0.0;
        for (var row = 0; row < targets.Rows; row++)
        {
            total += VectorKernels.SquaredDistance(targets.Row(row), mean);
        }

        return 0.5 * total / targets.Rows;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
