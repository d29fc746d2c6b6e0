using System.Globalization;
using System.Text.Json.Nodes;
using LiftedActors.Host.Data;
using LiftedActors.Host.Engines;
using LiftedActors.Host.Runs;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>The time to a restoration quality on the denoising of digits; both sides judge outside the clock.</summary>
internal static class QualityRows
{
    private const double Decibels = 18.6;
    private const int Every = 5;
    private const int Epochs = 8;
    private static readonly double[] Rates = [1e-3, 2e-3, 4e-3];

    /// <summary>On two cores, each side at its best of three rates.</summary>
    public static IEnumerable<Contest> Of(SpeedSetting setting)
    {
        if (setting.PyTorch is not { } torch || Digits(setting) is not { } job)
        {
            yield break;
        }

        using var data = new SharedData(job.Data);
        var experiment = job.Experiment;
        var goal = setting.IsQuick ? 0 : Decibels;
        var engine = ChosenEngine.Of("embedded", Math.Min(2, setting.Cores));
        yield return new Contest(
            string.Create(CultureInfo.InvariantCulture, $"time to {goal:0.0} dB, denoising of digits, {engine.Workers} cores"),
            [.. Rates.Select(Ours)],
            [.. Rates.Select(Peer)])
        {
            Target = Target.Time(0.6),
        };

        Side Ours(double rate)
        {
            var trained = job.With(string.Create(CultureInfo.InvariantCulture, $"method.parameterUpdate.adam.rate={rate}"));
            var iterations = new Lazy<int?>(() => trained.IterationsUntil(objective => experiment.Judge(objective.CurrentParameters)[QualityMeasure.Psnr] >= goal, Every, Epochs * job.Iterations));
            return new Side(
                string.Create(CultureInfo.InvariantCulture, $"one-sweep, {engine.Name}, rate {rate}"),
                () => iterations.Value is { } count ? trained.Run(engine, count).Seconds : double.PositiveInfinity);
        }

        Side Peer(double rate)
        {
            var request = job.Request("reach", data);
            (request["rate"], request["foreach"], request["by"], request["goal"]) = (rate, true, "psnr", goal);
            (request["every"], request["steps"]) = (Every, Epochs * job.Iterations);
            return new Side(
                string.Create(CultureInfo.InvariantCulture, $"PyTorch, {Side.Threads(engine.Workers)}, rate {rate}"),
                () => Seconds(torch.Ask(engine.Workers, request)));
        }
    }

    /// <summary>The seconds of an answer; ∞ where the goal was not reached.</summary>
    public static double Seconds(JsonObject answer) => answer["seconds"]?.GetValue<double>() ?? double.PositiveInfinity;

    private static Workload? Digits(SpeedSetting setting)
    {
        try
        {
            return Workload.Digits(setting);
        }
        catch (DataFaultException fault)
        {
            setting.Say($"The time to a quality is left out: {fault.Message}");
            return null;
        }
    }
}
