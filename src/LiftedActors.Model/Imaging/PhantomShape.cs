using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Imaging;

/// <summary>Random outlines as signed distances in pixels of a point (x, y), negative inside.</summary>
internal static class PhantomShape
{
    private const int CurveSegments = 8;

    /// <summary>A rotated ellipse; the distance is the first-order one (q − 1) / ‖∇q‖ with q the elliptic radius.</summary>
    public static Func<double, double, double> Ellipse(ref RandomStream stream, ImageShape shape)
    {
        var (x0, y0) = Point(ref stream, shape, 0.25);
        var side = Math.Min(shape.Height, shape.Width);
        var (a, b) = (side * stream.Uniform(0.1, 0.3), side * stream.Uniform(0.08, 0.22));
        var (sine, cosine) = PortableFunctions.SineCosineOfTurn(stream.Uniform());
        return (x, y) =>
        {
            var u = ((cosine * (x - x0)) + (sine * (y - y0))) / a;
            var v = ((cosine * (y - y0)) - (sine * (x - x0))) / b;
            var radius = Math.Sqrt((u * u) + (v * v));
            var gradient = Math.Sqrt((u * u / (a * a)) + (v * v / (b * b)));
            return gradient == 0 ? -Math.Min(a, b) : (radius - 1) * radius / gradient;
        };
    }

    /// <summary>A convex polygon of 3 to 6 corners on a circle; the distance is the largest of those from its sides.</summary>
    public static Func<double, double, double> Polygon(ref RandomStream stream, ImageShape shape)
    {
        var (x0, y0) = Point(ref stream, shape, 0.25);
        var circle = Math.Min(shape.Height, shape.Width) * stream.Uniform(0.14, 0.3);
        var corners = 3 + stream.NextInt(4);
        var turn = stream.Uniform();
        var sides = new (double X, double Y, double Offset)[corners];
        for (var i = 0; i < corners; i++)
        {
            // Corners stay within the middle 60 % of their sectors, so that they keep their order.
            var (sine, cosine) = PortableFunctions.SineCosineOfTurn((turn + ((i + stream.Uniform(0.2, 0.8)) / corners)) % 1);
            sides[i] = (x0 + (circle * cosine), y0 + (circle * sine), 0);
        }

        return Convex([.. sides.Select((from, i) => Side(from.X, from.Y, sides[(i + 1) % corners].X, sides[(i + 1) % corners].Y))]);
    }

    /// <summary>A quadratic Bézier curve drawn with a round pen.</summary>
    public static Func<double, double, double> Stroke(ref RandomStream stream, ImageShape shape)
    {
        var (x0, y0) = Point(ref stream, shape, 0.12);
        var (x1, y1) = Point(ref stream, shape, 0.12);
        var (x2, y2) = Point(ref stream, shape, 0.12);
        var pen = Math.Max(0.6, Math.Min(shape.Height, shape.Width) * stream.Uniform(0.02, 0.05));
        var points = new (double X, double Y)[CurveSegments + 1];
        for (var i = 0; i < points.Length; i++)
        {
            var t = (double)i / CurveSegments;
            var (p, q, r) = ((1 - t) * (1 - t), 2 * t * (1 - t), t * t);
            points[i] = ((p * x0) + (q * x1) + (r * x2), (p * y0) + (q * y1) + (r * y2));
        }

        return (x, y) =>
        {
            var nearest = double.MaxValue;
            for (var i = 0; i < CurveSegments; i++)
            {
                nearest = Math.Min(nearest, SquaredDistance(x, y, points[i], points[i + 1]));
            }

            return Math.Sqrt(nearest) - pen;
        };
    }

    private static (double X, double Y) Point(ref RandomStream stream, ImageShape shape, double margin) =>
        (shape.Width * stream.Uniform(margin, 1 - margin), shape.Height * stream.Uniform(margin, 1 - margin));

    // The outward unit normal and offset of the side from one corner to the next.
    private static (double X, double Y, double Offset) Side(double x0, double y0, double x1, double y1)
    {
        var length = Math.Sqrt(((x1 - x0) * (x1 - x0)) + ((y1 - y0) * (y1 - y0)));
        var (nx, ny) = ((y1 - y0) / length, (x0 - x1) / length);
        return (nx, ny, (nx * x0) + (ny * y0));
    }

    private static Func<double, double, double> Convex((double X, double Y, double Offset)[] sides) => (x, y) =>
    {
        var largest = double.MinValue;
        foreach (var side in sides)
        {
            largest = Math.Max(largest, (side.X * x) + (side.Y * y) - side.Offset);
        }

        return largest;
    };

    private static double SquaredDistance(double x, double y, (double X, double Y) from, (double X, double Y) to)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var square = (dx * dx) + (dy * dy);
        var along = square == 0 ? 0 : Math.Clamp((((x - from.X) * dx) + ((y - from.Y) * dy)) / square, 0, 1);
        var (ex, ey) = (x - from.X - (along * dx), y - from.Y - (along * dy));
        return (ex * ex) + (ey * ey);
    }
}
