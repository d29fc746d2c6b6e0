using System.Globalization;
using LiftedActors.Host.Runs;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;

namespace LiftedActors.Host.Reports;

/// <summary>Some test images beside each other: clean, degraded, restored by back-propagation, restored by the lifted network, and its error |lifted − clean|.</summary>
internal static class RestoredPanel
{
    private const int Count = 8;
    private const int TileSide = 84;

    public static void Write(string path, Experiment experiment, IReadOnlyList<LayerParameters>? baseline, IReadOnlyList<LayerParameters> lifted)
    {
        var shape = experiment.Data.Shape;
        var shown = experiment.Data.Test.Range(0, Math.Min(Count, experiment.Data.Test.Count));
        var (clean, degraded) = (Matrix.Copy(shown.Targets), Matrix.Copy(shown.Inputs));
        var network = experiment.Problem.Network;
        var restored = network.Predict(degraded, lifted);
        List<(string Caption, Matrix Images)> kinds = [("clean", clean), ("degraded", degraded)];
        if (baseline is not null)
        {
            kinds.Add(("back-prop", network.Predict(degraded, baseline)));
        }

        kinds.Add((experiment.Spec.IsBaselineAlone ? "back-prop" : "lifted", restored));
        var captions = kinds
            .Select((kind, i) => i == 0 ? kind.Caption : string.Create(CultureInfo.InvariantCulture, $"{kind.Caption} {PeakSignalToNoise.Mean(clean.Values, kind.Images.Values, shape):0.0}"))
            .Append("error");
        var rows = kinds.Select(kind => Tiles.Of(kind.Images, shape, clean.Rows)).Append(Tiles.Errors(clean, restored, shape, clean.Rows)).ToArray();
        var layout = new PanelLayout { Magnification = Math.Max(1, TileSide / shape.Height), RowCaptions = [.. captions] };
        var panel = Panel.Compose(rows, layout);
        DurableFile.Write(path, stream => Png.Write(stream, panel));
    }
}
