using LiftedActors.Host.Bench;
using LiftedActors.Host.Runs;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Reports;

/// <summary>One curve per method, its mean over the seeds, over the epochs and over the seconds, as a PNG.</summary>
internal static class ComparisonPicture
{
    private const int Width = 480;
    private const int Height = 320;
    private const int Line = 16;

    private static readonly Colour[] Colours =
    [
        Colour.Blueish, Colour.Orange, Colour.Crimson, new(44, 140, 44), new(130, 80, 180), new(130, 85, 70), new(220, 100, 180), Colour.Black, new(20, 170, 180),
    ];

    public static void Write(string path, MethodComparison comparison)
    {
        var rivals = comparison.Rivals.Where(rival => rival.Good.Any()).ToArray();
        var canvas = new Canvas(new ImageShape(Height + (Line * (rivals.Length + 1)), 2 * Width));
        var title = $"test {comparison.Measure.Title}, mean over seeds";
        new Plot(canvas, 0, (Width, Height)).Draw(title, "epoch", Curves(rivals, point => point.Epoch));
        new Plot(canvas, Width, (Width, Height)).Draw(title, "seconds", Curves(rivals, point => point.Seconds));
        for (var i = 0; i < rivals.Length; i++)
        {
            var row = Height + (Line * i);
            canvas.Line((62, row + 3), (82, row + 3), ColourOf(i), 3);
            canvas.Text(90, row, rivals[i].Method, ColourOf(i));
        }

        DurableFile.Write(path, canvas.Write);
    }

    private static Curve[] Curves(Rival[] rivals, Func<EpochPoint, double> horizontal) =>
        [.. rivals.Select((rival, i) => new Curve(rival.Method, ColourOf(i), Mean(rival, horizontal)))];

    /// <summary>The mean at the end of each epoch that all runs of a method have behind them.</summary>
    private static (double X, double Y)[] Mean(Rival rival, Func<EpochPoint, double> horizontal)
    {
        var runs = rival.Good.ToArray();
        return [.. Enumerable.Range(0, runs.Min(run => run.Points.Count)).Select(i => (runs.Average(run => horizontal(run.Points[i])), runs.Average(run => run.Points[i].Value)))];
    }

    private static Colour ColourOf(int index) => Colours[index % Colours.Length];
}
