using System.Globalization;
using System.Text.Json.Nodes;
using LiftedActors.Host.Engines;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>
/// One sweep over all layers of deep narrow nets, steps of all parameters included, against PyTorch's forward and backward pass alone, and
/// against the same with its step of the parameters.
/// </summary>
internal static class DepthRows
{
    private const int Width = 64;
    private const int Batch = 64;

    /// <summary>Depths 8, 64 and 512.</summary>
    public static IEnumerable<Contest> Of(SpeedSetting setting)
    {
        if (setting.PyTorch is not { } torch)
        {
            yield break;
        }

        foreach (var depth in setting.IsQuick ? [8] : (int[])[8, 64, 512])
        {
            foreach (var rate in (double?[])[null, 1e-3])
            {
                yield return new Contest(
                    string.Create(CultureInfo.InvariantCulture, $"one sweep, depth {depth}, width {Width}, batch {Batch}"),
                    [.. Ours(depth, setting)],
                    [.. Enumerable.Range(1, Math.Min(2, setting.Cores)).Select(threads => Peer((depth, rate), threads, torch, setting))])
                {
                    Target = depth == 512 && rate is null ? Target.Speed(5) : Target.Told,
                };
            }
        }
    }

    /// <summary>Every exact schedule that can sweep a batch, on one core with one shard and on two with two.</summary>
    private static IEnumerable<Side> Ours(int depth, SpeedSetting setting)
    {
        foreach (var schedule in (string[])["one-sweep", "three-colour", "jacobi"])
        {
            if (Families.Schedules.Find(schedule) is null)
            {
                continue;
            }

            foreach (var engine in (ChosenEngine[])[ChosenEngine.Of("sequential", 1), ChosenEngine.Of("embedded", Math.Min(2, setting.Cores))])
            {
                var job = Workload.Deep(
                    depth, 4 * Batch, "network.activation=relu", $"method.schedule={schedule}", string.Create(CultureInfo.InvariantCulture, $"method.shards={engine.Workers}"),
                    string.Create(CultureInfo.InvariantCulture, $"method.outer.implicit-stochastic-gradient.batchSize={Batch}"));
                yield return new Side(
                    string.Create(CultureInfo.InvariantCulture, $"{schedule}, {engine.Name}, {Side.Threads(engine.Workers)}"),
                    () => Repetition.Median(job.Run(engine, setting.IsQuick ? 2 : Iterations(depth)).IterationSeconds));
            }
        }
    }

    /// <summary>A tenth of a second at least, so that shallow nets do not run on code that is still being compiled.</summary>
    private static int Iterations(int depth) => Math.Max(20, 4096 / depth);

    private static Side Peer((int Depth, double? Rate) work, int threads, PyTorch torch, SpeedSetting setting)
    {
        var request = new JsonObject
        {
            ["do"] = "sweep",
            ["widths"] = new JsonArray([.. Enumerable.Repeat(Width, work.Depth + 1).Select(width => JsonValue.Create(width))]),
            ["activation"] = "relu",
            ["batch"] = Batch,
            ["bytes"] = sizeof(Real),
            ["window"] = setting.LongWindow,
        };
        if (work.Rate is { } rate)
        {
            request["rate"] = rate;
        }

        return new Side(
            string.Create(CultureInfo.InvariantCulture, $"PyTorch forward + backward{(work.Rate is null ? "" : " + Adam")}, {Side.Threads(threads)}"),
            () => torch.Ask(threads, request)["seconds"]!.GetValue<double>());
    }
}
