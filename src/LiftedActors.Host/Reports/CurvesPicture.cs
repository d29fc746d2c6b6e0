using LiftedActors.Host.Runs;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Reports;

/// <summary>Quality and objective over the epochs, of the lifted run and the baseline, as a PNG.</summary>
internal static class CurvesPicture
{
    private const int Width = 480;
    private const int Height = 320;

    public static void Write(string path, IReadOnlyList<MetricsRow> rows, QualityMeasure measure)
    {
        var canvas = new Canvas(new ImageShape(Height, 2 * Width));
        Draw(0, $"test {measure.Title}", Curves(rows.Where(row => row.Quality is not null), row => row.Quality![measure]));
        Draw(Width, "objective, log 10", Curves(rows.Where(row => row.Report is not null), row => Math.Log10(row.Report!.Value.Objective)));
        DurableFile.Write(path, canvas.Write);

        void Draw(int left, string title, Curve[] curves)
        {
            var plot = new Plot(canvas, left, (Width, Height));
            plot.Draw(title, "epoch", curves);
            plot.Legend(curves);
        }
    }

    private static Curve[] Curves(IEnumerable<MetricsRow> rows, Func<MetricsRow, double> value)
    {
        var known = rows.ToArray();
        return
        [
            Curve("back-prop", Colour.Orange, TrainingKind.Backprop),
            Curve("lifted", Colour.Blueish, TrainingKind.Lifted),
        ];

        Curve Curve(string name, Colour colour, TrainingKind kind)
        {
            var mine = known.Where(row => row.Method == kind).ToArray();
            var last = mine.LastOrDefault();
            var perEpoch = last is null ? 1 : Math.Max(1, (double)last.Iteration / last.Epoch);
            return new Curve(name, colour, [.. mine.Select(row => (row.Quality is null ? row.Iteration / perEpoch : row.Epoch, value(row)))]);
        }
    }
}
