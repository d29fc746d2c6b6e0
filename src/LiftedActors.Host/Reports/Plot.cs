using System.Globalization;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Reports;

/// <summary>Draws curves with axes and round tick values into a part of a canvas.</summary>
/// <param name="canvas">The canvas.</param>
/// <param name="left">The left border of the part.</param>
/// <param name="size">Width and height of the part.</param>
internal sealed class Plot(Canvas canvas, int left, (int Width, int Height) size)
{
    private const int MarginLeft = 62;
    private const int MarginRight = 14;
    private const int MarginTop = 34;
    private const int MarginBottom = 34;
    private const int Ticks = 5;

    public void Draw(string title, string horizontal, IReadOnlyList<Curve> curves)
    {
        var points = curves.SelectMany(curve => curve.Points).Where(IsFinite).ToArray();
        canvas.Text(left + MarginLeft, 12, title, Colour.Black);
        if (points.Length == 0)
        {
            canvas.Text(left + MarginLeft, size.Height / 2, "nothing to show", Colour.Black);
            return;
        }

        var x = Axis.Around(points.Select(point => point.X), Ticks);
        var y = Axis.Around(points.Select(point => point.Y), Ticks);
        foreach (var value in y.Values)
        {
            canvas.Line(Place(x.Least, value, x, y), Place(x.Most, value, x, y), Colour.Grey);
            var label = value.ToString("0.####", CultureInfo.InvariantCulture);
            canvas.Text(left + MarginLeft - 6 - BitmapFont.WidthOf(label), (int)Place(x.Least, value, x, y).Y - 3, label, Colour.Black);
        }

        foreach (var value in x.Values)
        {
            var label = value.ToString("0.####", CultureInfo.InvariantCulture);
            var (column, row) = Place(value, y.Least, x, y);
            canvas.Line((column, row), (column, row + 4), Colour.Black);
            canvas.Text((int)column - (BitmapFont.WidthOf(label) / 2), (int)row + 8, label, Colour.Black);
        }

        canvas.Line(Place(x.Least, y.Least, x, y), Place(x.Most, y.Least, x, y), Colour.Black);
        canvas.Line(Place(x.Least, y.Least, x, y), Place(x.Least, y.Most, x, y), Colour.Black);
        canvas.Text(left + ((size.Width - BitmapFont.WidthOf(horizontal)) / 2), size.Height - 14, horizontal, Colour.Black);
        foreach (var curve in curves)
        {
            Draw(curve, x, y);
        }
    }

    /// <summary>The names of the curves in the line of the title.</summary>
    public void Legend(IReadOnlyList<Curve> curves)
    {
        var column = left + size.Width - MarginRight;
        foreach (var curve in curves.Reverse())
        {
            column -= BitmapFont.WidthOf(curve.Name) + 10;
            canvas.Text(column, 12, curve.Name, curve.Colour);
            canvas.Line((column - 16, 15), (column - 4, 15), curve.Colour, 3);
            column -= 22;
        }
    }

    private static bool IsFinite((double X, double Y) point) => double.IsFinite(point.X) && double.IsFinite(point.Y);

    private void Draw(Curve curve, Axis x, Axis y)
    {
        (double X, double Y)? last = null;
        var isSparse = curve.Points.Count <= 60;
        foreach (var point in curve.Points.Where(IsFinite))
        {
            var place = Place(point.X, point.Y, x, y);
            if (last is { } from)
            {
                canvas.Line(from, place, curve.Colour, 2);
            }

            if (isSparse)
            {
                canvas.Dot(place, curve.Colour, 5);
            }

            last = place;
        }
    }

    private (double X, double Y) Place(double x, double y, Axis horizontal, Axis vertical) => (
        left + MarginLeft + (horizontal.Part(x) * (size.Width - MarginLeft - MarginRight)),
        size.Height - MarginBottom - (vertical.Part(y) * (size.Height - MarginTop - MarginBottom)));
}
