using System.Globalization;

namespace LiftedActors.Host.Bench;

/// <summary>The benchmarks and their tables, in Markdown.</summary>
internal static class BenchTables
{
    private static readonly string[] Tasks = ["mnist-denoise", "mnist-deblur", "mnist-inpaint"];

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
    /// Denoising through soft-thresholds of 1, where gradients vanish. Training starts or does not, so that every seed is shown.
    /// </summary>
    public static void Threshold(TextWriter output, BenchSetting setting)
    {
        string[] large = ["network.activation.soft-threshold.threshold=1", "method.formulation.lifted-bregman.weight=2"];
        var result = new Comparison(Tasks[0], large, setting).Run([Contender.Lifted, Contender.Backprop, Contender.ScaledBackprop]);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Denoising, soft-threshold 1, degraded {result.Degraded:0.00} dB:"));
        output.WriteLine();
        output.WriteLine("| Method | median, dB | every seed, dB | rate | scale of the initial weights |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (var contender in result.Contenders)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {contender.Contender.Name} | {contender.Psnr.Median:0.00} | {contender.EachSeed} | {contender.Choice.Rate:g} | {contender.Choice.Scale:g} |"));
        }
    }
}
