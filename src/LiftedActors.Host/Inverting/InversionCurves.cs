using LiftedActors.Host.Reports;
using LiftedActors.Host.Runs;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Inverting;

/// <summary>Objective, misfit and PSNR over the iterations, as a PNG.</summary>
internal static class InversionCurves
{
    private const int Width = 480;
    private const int Height = 320;

    public static void Write(string path, IReadOnlyList<InversionRow> rows)
    {
        var knowsTruth = rows.Any(row => double.IsFinite(row.Psnr));
        var canvas = new Canvas(new ImageShape(Height, (knowsTruth ? 2 : 1) * Width));
        Curve[] left =
        [
            new("misfit", Colour.Orange, [.. rows.Select(row => ((double)row.Iteration, Math.Log10(row.Misfit)))]),
            new("F", Colour.Blueish, [.. rows.Select(row => ((double)row.Iteration, Math.Log10(row.Objective)))]),
        ];
        var plot = new Plot(canvas, 0, (Width, Height));
        plot.Draw("log 10", "iteration", left);
        plot.Legend(left);
        if (knowsTruth)
        {
            new Plot(canvas, Width, (Width, Height)).Draw("PSNR (dB)", "iteration", [new("PSNR", Colour.Blueish, [.. rows.Select(row => ((double)row.Iteration, row.Psnr))])]);
        }

        DurableFile.Write(path, canvas.Write);
    }
}
