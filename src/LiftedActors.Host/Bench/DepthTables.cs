using System.Globalization;

namespace LiftedActors.Host.Bench;

/// <summary>
/// Perceptrons of several depths through activations from smooth to strongly thresholding, lifted and by back-propagation, from initial weights without biases and from biases that open the thresholds.
/// </summary>
internal static class DepthTables
{
    private const int Width = 128;
    private static readonly int[] Depths = [3, 6, 12];
    private static readonly double[] Thresholds = [0.1, 0.5, 1];
    private static readonly double[] Rates = [1e-3, 2e-3, 4e-3];
    private static readonly double?[] Weights = [10, 100];

    /// <summary>Prints a table for each task, a row as soon as it is known.</summary>
    public static void Write(TextWriter output, BenchSetting setting)
    {
        foreach (var task in BenchTables.Tasks)
        {
            output.WriteLine($"### {task}");
            output.WriteLine();
            output.WriteLine("| Activation | layers | biases begin at | lifted, dB | μ, rate | back-propagation, dB | rate | difference |");
            output.WriteLine("|---|---|---|---|---|---|---|---|");
            foreach (var (activation, layers, start) in Rows())
            {
                var lifted = Contender.Lifted with { Candidates = Choice.Grid(Rates, [start], Weights) };
                var backprop = Contender.Backprop with { Candidates = Choice.Grid([.. Rates, 2 * Rates[^1]], [start]) };
                var result = new Comparison(task, Overrides(activation, layers), setting) { ChoosingSeeds = 1 }.Run([lifted, backprop]);
                var (ours, theirs) = (result.Contenders[0], result.Contenders[1]);
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {Name(activation)} | {layers} | {start.Offset:g} | {ours.Text} | {ours.Choice.Weight:g}, {ours.Choice.Rate:g} | {theirs.Text} | {theirs.Choice.Rate:g} | {ours.Psnr.Mean - theirs.Psnr.Mean:+0.00;−0.00;0.00} |"));
                output.Flush();
            }

            output.WriteLine();
        }
    }

    /// <summary>A threshold of 0 stands for the rectifier.</summary>
    private static IEnumerable<(double Threshold, int Layers, Start Start)> Rows() =>
        from threshold in Thresholds.Prepend(0)
        from layers in Depths
        from offset in threshold == 0 ? [0] : (double[])[0, threshold]
        select (threshold, layers, new Start(threshold == 0 ? Math.Sqrt(2) : 1, offset));

    private static string[] Overrides(double threshold, int layers) =>
    [
        $"network.widths=[784,{string.Concat(Enumerable.Repeat($"{Width},", layers - 1))}784]",
        threshold == 0 ? "network.activation=relu" : string.Create(CultureInfo.InvariantCulture, $"network.activation.soft-threshold.threshold={threshold}"),
        "task.train=5000",
        "task.test=1000",
        "method.outer.implicit-stochastic-gradient.batchSize=50",
        "epochs=4",
    ];

    private static string Name(double threshold) => threshold == 0 ? "relu" : string.Create(CultureInfo.InvariantCulture, $"soft-threshold {threshold}");
}
