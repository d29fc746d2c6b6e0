using System.Globalization;
using LiftedActors.Host.Engines;
using LiftedActors.Host.Reports;
using LiftedActors.Host.Runs;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>The cost of a sweep over two decades of layers and of batches with the exponents that fit it, and the rate of products over width and batch.</summary>
internal static class ScalingTables
{
    private const double Tolerance = 0.05;
    private const int Depth = 8;
    private static readonly int[] Layers = [4, 13, 40, 126, 400];
    private static readonly int[] Batches = [16, 50, 160, 506, 1600];
    private static readonly int[] Widths = [64, 128, 256, 512, 784, 1024];
    private static readonly int[] Rows = [8, 32, 64, 100, 200, 400];

    /// <summary>Writes the tables, and the plot where a file is named.</summary>
    public static void Write(TextWriter output, SpeedSetting setting)
    {
        var quick = setting.IsQuick;
        var byLayers = Sweeps(quick ? [4, 8] : Layers, layers => (layers, 64), setting);
        var byBatch = Sweeps(quick ? [16, 32] : Batches, batch => (Depth, batch), setting);
        output.WriteLine();
        output.WriteLine("| Cost of a sweep, width 64, sequential solver | medians of all runs | exponent | target | verdict |");
        output.WriteLine("|---|---|---|---|---|");
        WriteRow(output, "layers, batch 64", byLayers);
        WriteRow(output, Text($"batch, {Depth} layers"), byBatch);
        output.WriteLine();
        WriteRates(output, setting);
        if (setting.Plot is { } file)
        {
            Draw(file, byLayers, byBatch);
        }
    }

    /// <summary>The slope of log y over log x by least squares.</summary>
    public static double Exponent(IReadOnlyList<(double X, double Y)> points)
    {
        var logs = points.Select(point => (X: Math.Log(point.X), Y: Math.Log(point.Y))).ToArray();
        var (meanX, meanY) = (logs.Average(point => point.X), logs.Average(point => point.Y));
        return logs.Sum(point => (point.X - meanX) * (point.Y - meanY)) / logs.Sum(point => (point.X - meanX) * (point.X - meanX));
    }

    /// <summary>The median time of a sweep at each size; the sizes take turns, run by run, after one run for the compiler.</summary>
    private static (double X, double Y)[] Sweeps(int[] sizes, Func<int, (int Depth, int Batch)> shape, SpeedSetting setting)
    {
        var engine = ChosenEngine.Of("sequential", 1);
        var jobs = sizes.Select(size =>
        {
            var (depth, batch) = shape(size);
            return Workload.Deep(
                depth, 2 * batch, "network.activation=relu", "method.shards=1", Text($"method.outer.implicit-stochastic-gradient.batchSize={batch}"));
        }).ToArray();
        var times = sizes.Select(_ => new List<double>()).ToArray();
        for (var run = 0; run <= setting.Runs; run++)
        {
            for (var i = 0; i < jobs.Length; i++)
            {
                var seconds = jobs[i].Run(engine, setting.IsQuick ? 2 : 20).IterationSeconds.Skip(1);
                times[i].AddRange(run == 0 ? [] : seconds);
            }
        }

        return [.. sizes.Zip(times, (size, values) => ((double)size, Repetition.Median(values)))];
    }

    private static void WriteRow(TextWriter output, string name, (double X, double Y)[] points)
    {
        var exponent = Exponent(points);
        var times = string.Join(", ", points.Select(point => Text($"{point.X:0}: {Measure.Time(point.Y)}")));
        output.WriteLine(Text($"| {name} | {times} | {exponent:0.00} | 1.00 ± {Tolerance:0.00} | {(Math.Abs(exponent - 1) <= Tolerance ? "reached" : "missed")} |"));
    }

    private static void WriteRates(TextWriter output, SpeedSetting setting)
    {
        var rows = setting.IsQuick ? Rows[..2] : Rows;
        output.WriteLine($"| z Wᵀ, W packed, 1 thread, GFLOP/s: width | {string.Join(" | ", rows.Select(batch => Text($"batch {batch}")))} |");
        output.WriteLine($"|---|{string.Concat(rows.Select(_ => "---|"))}");
        foreach (var width in setting.IsQuick ? Widths[..1] : Widths)
        {
            output.WriteLine($"| {width} | {string.Join(" | ", rows.Select(batch => Text($"{ProductRate.Of((batch, width, width), setting.LongWindow) / 1e9:0.0}")))} |");
        }
    }

    private static void Draw(string file, (double X, double Y)[] byLayers, (double X, double Y)[] byBatch)
    {
        const int Width = 480, Height = 320;
        var canvas = new Canvas(new ImageShape(Height, Width));
        var plot = new Plot(canvas, 0, (Width, Height));
        Curve[] curves = [Logs("layers", Colour.Blueish, byLayers), Logs("batch", Colour.Orange, byBatch)];
        plot.Draw("log 10 of ms per sweep", "log 10 of layers or batch", curves);
        plot.Legend(curves);
        DurableFile.Write(file, canvas.Write);
    }

    private static Curve Logs(string name, Colour colour, (double X, double Y)[] points) =>
        new(name, colour, [.. points.Select(point => (Math.Log10(point.X), Math.Log10(1e3 * point.Y)))]);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
