using LiftedActors.Host.Reports;
using LiftedActors.Host.Runs;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Inversion.Choices;

namespace LiftedActors.Host.Inverting;

/// <summary>Misfit and regulariser over the weights that were tried, the chosen one marked, as a PNG.</summary>
internal static class AlphaPicture
{
    private const int Width = 480;
    private const int Height = 320;

    public static void Write(string path, WeightDecision decision)
    {
        var canvas = new Canvas(new ImageShape(Height, Width));
        Curve[] curves =
        [
            Of("misfit", Colour.Orange, point => point.Misfit),
            Of("J", Colour.Blueish, point => point.Regulariser),
            new("chosen", Colour.Crimson, [(Math.Log10(decision.Chosen.Weight), Math.Log10(decision.Chosen.Misfit))]),
        ];
        var plot = new Plot(canvas, 0, (Width, Height));
        plot.Draw("log 10", "log 10 alpha", curves);
        plot.Legend(curves);
        DurableFile.Write(path, canvas.Write);

        Curve Of(string name, Colour colour, Func<InversionPoint, double> value) =>
            new(name, colour, [.. decision.Path.Select(point => (Math.Log10(point.Weight), Math.Log10(value(point))))]);
    }
}
