using LiftedActors.Host.Engines;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>An epoch of lifted Bregman training against one of back-propagation and Adam in PyTorch.</summary>
internal static class EpochRows
{
    private const int Images = 10_000;

    /// <summary>On two cores and on one.</summary>
    public static IEnumerable<Contest> Of(SpeedSetting setting)
    {
        if (setting.PyTorch is not { } torch)
        {
            yield break;
        }

        var job = Workload.Drawn(setting.IsQuick ? 400 : Images);
        using var data = new SharedData(job.Data);
        (int Threads, ChosenEngine Engine, double Target)[] rows =
            [(2, ChosenEngine.Of("embedded", 2), 0.6), (1, ChosenEngine.Of("sequential", 1), 0.85)];
        foreach (var (threads, engine, target) in rows.Where(row => row.Threads <= setting.Cores))
        {
            yield return new Contest(
                $"epoch 784-784-784-784, batch 200, {job.Data.Train.Count} images, {threads} {(threads == 1 ? "core" : "cores")}",
                [new Side($"one-sweep, {engine.Name}, {Side.Threads(threads)}", () => job.EpochSeconds(engine))],
                [.. Enumerable.Range(1, threads).SelectMany(_ => (bool[])[true, false], (count, each) => Peer(count, each))])
            {
                Target = Target.Time(target),
            };
        }

        Side Peer(int threads, bool isForeach)
        {
            var request = job.Request("epoch", data);
            request["foreach"] = isForeach;
            return new Side(
                $"PyTorch, {Side.Threads(threads)}{(isForeach ? ", foreach" : "")}",
                () => torch.Ask(threads, request)["seconds"]!.GetValue<double>());
        }
    }
}
