using LiftedActors.Host.Engines;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>What the engines cost and gain on the main job: against the bare product on two cores, the sequential solver, and one another.</summary>
internal static class EngineRows
{
    private const int Images = 2000;
    private const int Width = 784;
    private static readonly (int, int, int) Product = (100, Width, Width);

    /// <summary>Two cores against one, one worker against none, Akka.NET against the embedded engine.</summary>
    public static IEnumerable<Contest> Of(SpeedSetting setting)
    {
        var job = Workload.Drawn(setting.IsQuick ? 400 : Images);
        var cores = Math.Min(2, setting.Cores);
        var (sequential, one, all) = (ChosenEngine.Of("sequential", 1), ChosenEngine.Of("embedded", 1), ChosenEngine.Of("embedded", cores));
        yield return new Contest(
            $"gain of {cores} cores over 1, width {Width}, 2 shards",
            [new Side("embedded over sequential", () => Seconds(sequential) / Seconds(all))],
            [new Side("bare products", () => ProductRate.OfThreads(cores, Product, setting.LongWindow) / ProductRate.OfThreads(1, Product, setting.LongWindow))])
        {
            Measure = Measure.SpeedUp,
            Target = Target.Speed(0.95),
        };
        yield return new Contest(
            "actors' overhead, the same job", [new Side("embedded, 1 worker", () => Seconds(one))], [new Side("sequential solver", () => Seconds(sequential))])
        {
            Target = Target.Time(1.03),
        };
        if (!BuiltEngines.Akka.IsPresent)
        {
            setting.Say($"The row of Akka.NET is left out: {BuiltEngines.Akka.Describe()}.");
            yield break;
        }

        var akka = ChosenEngine.Of("akka", cores);
        yield return new Contest(
            $"Akka.NET, {cores} cores, the same job", [new Side("akka", () => Seconds(akka))], [new Side("embedded", () => Seconds(all))])
        {
            Target = Target.Speed(0.97),
        };

        double Seconds(ChosenEngine engine) => job.EpochSeconds(engine);
    }
}
