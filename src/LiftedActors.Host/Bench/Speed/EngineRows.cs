using LiftedActors.Host.Engines;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>What the engines cost and gain on the main job: against the bare product on two cores, the sequential solver, and one another.</summary>
internal static class EngineRows
{
    private const int Images = 2000;
    private const int Width = 784;
    private const int ShardBatch = 100;

    /// <summary>Two cores against one, one worker against none, Akka.NET against the embedded engine.</summary>
    public static IEnumerable<Contest> Of(SpeedSetting setting)
    {
        var job = Workload.Drawn(setting.IsQuick ? 400 : Images);
        var cores = Math.Min(2, setting.Cores);
        var (sequential, one, all) = (ChosenEngine.Of("sequential", 1), ChosenEngine.Of("embedded", 1), ChosenEngine.Of("embedded", cores));
        yield return new Contest(
            $"gain of {cores} cores over 1, width {Width}, 2 shards",
            [new Side("embedded over sequential", () => Seconds(sequential) / Seconds(all))],
            [new Side("bare products", () => ProductGain(cores, setting.Window))])
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

        double Seconds(ChosenEngine engine) => job.Run(engine, job.Iterations).Seconds;
    }

    /// <summary>How many more products several threads do in a time than one does.</summary>
    private static double ProductGain(int threads, double window) => Products(threads, window) / Products(1, window);

    /// <summary>The products that threads do in a second, each on matrices of its own.</summary>
    private static double Products(int threads, double window)
    {
        var rates = new double[threads];
        var running = Enumerable.Range(0, threads).Select(index => new Thread(() => rates[index] = 1 / ProductSeconds(window))).ToArray();
        Array.ForEach(running, thread => thread.Start());
        Array.ForEach(running, thread => thread.Join());
        return rates.Sum();
    }

    private static double ProductSeconds(double window)
    {
        var (z, w, x, packed) = (Filled.Matrix(ShardBatch, Width, 1), Filled.Matrix(Width, Width, 2), new Matrix(ShardBatch, Width), new PackedMatrix(Width, Width));
        packed.PackTransposed(w);
        return Repetition.Seconds(() => MatrixProduct.Multiply(z, packed, x), window);
    }
}
