using LiftedActors.Host.Data;
using LiftedActors.Host.Runs;
using LiftedActors.Model.Classification;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;

namespace LiftedActors.Host.Reports;

/// <summary>Test images with the classes that the lifted network finds for them: the first ones, and below them the first ones that it gets wrong, in a red frame.</summary>
internal static class ClassifiedSheet
{
    private const int Columns = 12;
    private const int RowsOfAll = 3;
    private const int RowsOfWrong = 5;
    private const int TileSide = 56;
    private const int Gap = 6;
    private const int Chunk = 200;

    public static void Write(string path, Experiment experiment, IReadOnlyList<LayerParameters> parameters)
    {
        var (data, found) = (experiment.Data, Found(experiment, parameters));
        var wrong = found.Where(sample => sample.Predicted != sample.Label).ToArray();
        var magnification = Math.Max(1, TileSide / data.Shape.Height);
        var (tileHeight, tileWidth) = ((data.Shape.Height * magnification) + BitmapFont.LineHeight + (2 * Gap), (data.Shape.Width * magnification) + (2 * Gap));
        var heading = BitmapFont.LineHeight + (2 * Gap);
        var shape = new ImageShape((2 * heading) + ((RowsOfAll + RowsOfWrong) * tileHeight), Columns * tileWidth);
        var canvas = new Canvas(shape);
        canvas.Text(Gap, Gap, "the first of the test images", Colour.Black);
        Draw(found.Take(RowsOfAll * Columns), heading);
        var below = heading + (RowsOfAll * tileHeight);
        canvas.Text(Gap, below + Gap, $"{wrong.Length} of {found.Count} are wrong: found (true)", Colour.Crimson);
        Draw(wrong.Take(RowsOfWrong * Columns), below + heading);
        DurableFile.Write(path, canvas.Write);

        void Draw(IEnumerable<Sample> samples, int top)
        {
            foreach (var (i, sample) in samples.Index())
            {
                var (x, y) = ((i % Columns * tileWidth) + Gap, top + (i / Columns * tileHeight) + Gap);
                var pixels = new Real[data.Shape.Pixels];
                data.Test.Inputs.CopyRow(sample.Index, pixels);
                data.Scaling.Undo(pixels);
                canvas.Picture(x, y, new Image(data.Shape, pixels), magnification);
                var (text, colour) = sample.Predicted == sample.Label ? ($"{sample.Label}", Colour.Black) : ($"{sample.Predicted} ({sample.Label})", Colour.Crimson);
                canvas.Text(x, y + (data.Shape.Height * magnification) + 3, text, colour);
                if (sample.Predicted != sample.Label)
                {
                    Frame(canvas, (x, y), data.Shape, magnification);
                }
            }
        }
    }

    private static void Frame(Canvas canvas, (int X, int Y) corner, ImageShape shape, int magnification)
    {
        var (left, top) = (corner.X - 1, corner.Y - 1);
        var (right, bottom) = (corner.X + (shape.Width * magnification), corner.Y + (shape.Height * magnification));
        canvas.Line((left, top), (right, top), Colour.Crimson);
        canvas.Line((right, top), (right, bottom), Colour.Crimson);
        canvas.Line((right, bottom), (left, bottom), Colour.Crimson);
        canvas.Line((left, bottom), (left, top), Colour.Crimson);
    }

    private static List<Sample> Found(Experiment experiment, IReadOnlyList<LayerParameters> parameters)
    {
        var (found, test) = (new List<Sample>(), experiment.Data.Test);
        var pass = new ForwardPass(experiment.Problem.Network, Math.Min(Chunk, test.Count));
        for (var first = 0; first < test.Count; first += Chunk)
        {
            SamplePairs chunk = test.Range(first, Math.Min(Chunk, test.Count - first));
            var (outputs, targets) = (pass.Predict(Matrix.Copy(chunk.Inputs), parameters), Matrix.Copy(chunk.Targets));
            for (var row = 0; row < chunk.Count; row++)
            {
                found.Add(new Sample(first + row, Classes.Predicted(targets.Row(row)), Classes.Predicted(outputs.Row(row))));
            }
        }

        return found;
    }

    /// <summary>A test image with its class and the class that was found.</summary>
    private sealed record Sample(int Index, int Label, int Predicted);
}
