using System.Globalization;
using LiftedActors.Host.Reports;
using LiftedActors.Host.Runs;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Inverting;

/// <summary>Some samples beside each other: truth, measurement, what each method found, and the error |lifted − truth|.</summary>
internal static class InvertedPanel
{
    private const int Count = 8;
    private const int TileSide = 84;

    public static void Write(string path, Measurements measurements, IReadOnlyList<(string Name, Matrix Inputs)> found)
    {
        var shape = measurements.Shape;
        var count = Math.Min(Count, measurements.Data.Rows);
        var rows = new List<(string Caption, IReadOnlyList<Image> Images)>();
        if (measurements.Truth is { } truth)
        {
            rows.Add(("truth", Tiles.Of(truth, shape, count)));
        }

        rows.Add(("measured", Codes(measurements.Data, shape, count)));
        foreach (var (name, inputs) in found)
        {
            var caption = measurements.Truth is { } clean
                ? string.Create(CultureInfo.InvariantCulture, $"{name} {PeakSignalToNoise.Mean(clean.Values, inputs.Values, shape):0.0}")
                : name;
            rows.Add((caption, Tiles.Of(inputs, shape, count)));
        }

        if (measurements.Truth is { } known)
        {
            rows.Add(("error", Tiles.Errors(known, found[0].Inputs, shape, count)));
        }

        var layout = new PanelLayout { Magnification = Math.Max(1, TileSide / Math.Max(1, shape.Height)), RowCaptions = [.. rows.Select(row => row.Caption)] };
        DurableFile.Write(path, stream => Model.Formats.Png.Write(stream, Panel.Compose([.. rows.Select(row => row.Images)], layout)));
    }

    /// <summary>A measurement as a picture of the same shape: its values row by row from black, the least, to white, the largest; what does not fit is left out.</summary>
    private static Image[] Codes(Matrix data, ImageShape shape, int count)
    {
        var side = (int)Math.Ceiling(Math.Sqrt(data.Columns));
        return [.. Enumerable.Range(0, count).Select(row =>
        {
            var (tile, values) = (new Image(shape), data.Row(row).ToArray());
            var (least, span) = (values.Min(), Math.Max((Real)1e-12, values.Max() - values.Min()));
            for (var y = 0; y < shape.Height; y++)
            {
                for (var x = 0; x < shape.Width; x++)
                {
                    var place = (y * side / shape.Height * side) + (x * side / shape.Width);
                    tile[y, x] = place < values.Length ? (values[place] - least) / span : 0;
                }
            }

            return tile;
        })];
    }
}
