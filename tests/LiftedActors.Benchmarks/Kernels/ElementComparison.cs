using System.Globalization;

namespace LiftedActors.Benchmarks.Kernels;

/// <summary>
/// Bandwidths of the fused element passes as shares of a triad's, all in turn within every repetition, so that a busy machine slows them alike.
/// </summary>
internal static class ElementComparison
{
    private const int Repetitions = 31;
    private static readonly (int Samples, int Features)[] Shapes = [(256 * 20, 784), (100, 784), (64, 64)];

    /// <summary>Prints a line per shape and pass.</summary>
    public static void Run()
    {
        Console.WriteLine($"{sizeof(Real) * 8} bits, soft-threshold; GB/s of the triad and of the pass, share of the triad's: median, and of the best times");
        foreach (var (samples, features) in Shapes)
        {
            var operands = new ElementOperands(samples, features, "soft-threshold");
            var calls = Math.Max(1, 4_000_000 / (samples * features));
            (string Name, int Matrices, Action Pass)[] passes =
            [
                ("triad", 3, operands.Triad),
                ("prox + penalty", 3, () => operands.Error()),
                ("proximal gradient", 4, () => operands.ProximalGradient()),
                ("adam", 8, () => operands.Adam()),
            ];
            var seconds = passes.Select(_ => new double[Repetitions]).ToArray();
            for (var repetition = -1; repetition < Repetitions; repetition++)
            {
                for (var pass = 0; pass < passes.Length; pass++)
                {
                    seconds[pass][Math.Max(0, repetition)] = Time(passes[pass].Pass, calls);
                }
            }

            for (var pass = 1; pass < passes.Length; pass++)
            {
                var weight = passes[pass].Matrices / (double)passes[0].Matrices;
                var shares = seconds[0].Zip(seconds[pass], (triad, own) => weight * triad / own).Order().ToArray();
                var (best, bestTriad) = (seconds[pass].Min(), seconds[0].Min());
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{samples}x{features} {passes[pass].Name,-18} {operands.Bytes * 3e-9 / bestTriad,6:F1} {operands.Bytes * 1e-9 * passes[pass].Matrices / best,6:F1}   {shares[Repetitions / 2]:F2} {weight * bestTriad / best:F2}"));
            }
        }
    }

    private static double Time(Action action, int calls)
    {
        var start = ThreadClock.Seconds;
        for (var call = 0; call < calls; call++)
        {
            action();
        }

        return (ThreadClock.Seconds - start) / calls;
    }
}
