using System.Globalization;

namespace LiftedActors.Host.Bench;

/// <summary>The benchmarks and their tables, in Markdown.</summary>
internal static class BenchTables
{
    /// <summary>The built-in restoration tasks on digits.</summary>
    public static IReadOnlyList<string> Tasks { get; } = ["mnist-denoise", "mnist-deblur", "mnist-inpaint"];
    private static readonly double[] Scales = [1, 1.5, 2, 3];
    private static readonly double?[] Weights = [0.5, 2, 10];

    /// <summary>The three restoration tasks: lifted and by back-propagation, each at its best rate.</summary>
    public static void Restoration(TextWriter output, BenchSetting setting)
    {
        List<string> rows = [];
        foreach (var task in Tasks)
        {
            var result = new Comparison(task, [], setting).Run([Contender.Lifted, Contender.Backprop]);
            var (lifted, backprop) = (result.Contenders[0], result.Contenders[1]);
            rows.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"| {task} | {result.Degraded:0.00} | {lifted.Text} | {lifted.Choice.Rate:g} | {backprop.Text} | {backprop.Choice.Rate:g} | {lifted.TimeRatio(backprop):0.00} |"));
        }

        output.WriteLine("| Task | degraded, dB | lifted, dB | rate | back-propagation, dB | rate | lifted epoch / back-propagation epoch |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        rows.ForEach(output.WriteLine);
    }

    /// <summary>
    /// Denoising through large soft-thresholds, where gradients vanish; every seed is shown, as training starts or does not. The weight of the penalty is chosen beside the rate; back-propagation also
    /// has its choice of initial scales, and both begin a second time with biases that open the thresholds.
    /// </summary>
    public static void Threshold(TextWriter output, BenchSetting setting)
    {
        foreach (var (threshold, hidden) in new[] { (1.0, 2), (0.5, 5) })
        {
            var (closed, open) = (new Start(), new Start(Offset: threshold));
            Contender[] contenders =
            [
                Contender.Lifted with { Candidates = Choice.Grid(Contender.Rates, [closed], Weights) },
                Contender.Backprop,
                Contender.Backprop with { Name = "back-propagation, best scale", Candidates = Choice.Grid(Contender.Rates, Scales.Select(scale => new Start(scale))) },
                Contender.Lifted with { Name = "lifted, open", Candidates = Choice.Grid(Contender.Rates, [open], Weights) },
                Contender.Backprop with { Name = "back-propagation, open", Candidates = Choice.Grid(Contender.Rates, [open]) },
            ];
            string[] network =
            [
                $"network.widths=[{string.Join(',', Enumerable.Repeat(784, hidden + 2))}]",
                string.Create(CultureInfo.InvariantCulture, $"network.activation.soft-threshold.threshold={threshold}"),
            ];
            var result = new Comparison(Tasks[0], network, setting) { ChoosingSeeds = 1 }.Run(contenders);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Denoising, {hidden} hidden layers, soft-threshold {threshold}, degraded {result.Degraded:0.00} dB:"));
            output.WriteLine();
            output.WriteLine("| Method | median, dB | every seed, dB | at |");
            output.WriteLine("|---|---|---|---|");
            foreach (var contender in result.Contenders)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {contender.Contender.Name} | {contender.Psnr.Median:0.00} | {contender.EachSeed} | {contender.Choice} |"));
            }

            output.WriteLine();
            output.Flush();
        }
    }
}
