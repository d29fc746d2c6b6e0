using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Reports;

/// <summary>A colour picture to draw lines and letters on.</summary>
internal sealed class Canvas
{
    private readonly byte[] _colours;
    private readonly ImageShape _shape;

    public Canvas(ImageShape shape)
    {
        _shape = shape;
        _colours = new byte[shape.Pixels * 3];
        Array.Fill(_colours, byte.MaxValue);
    }

    public void Point(int x, int y, Colour colour)
    {
        if (x >= 0 && x < _shape.Width && y >= 0 && y < _shape.Height)
        {
            (_colours[((y * _shape.Width) + x) * 3], _colours[(((y * _shape.Width) + x) * 3) + 1], _colours[(((y * _shape.Width) + x) * 3) + 2]) =
                (colour.Red, colour.Green, colour.Blue);
        }
    }

    /// <summary>A line of some thickness.</summary>
    public void Line((double X, double Y) from, (double X, double Y) to, Colour colour, int thickness = 1)
    {
        var steps = (int)Math.Ceiling(Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y))) + 1;
        for (var i = 0; i <= steps; i++)
        {
            var (x, y) = (from.X + ((to.X - from.X) * i / steps), from.Y + ((to.Y - from.Y) * i / steps));
            Dot((x, y), colour, thickness);
        }
    }

    /// <summary>A square dot.</summary>
    public void Dot((double X, double Y) centre, Colour colour, int side)
    {
        for (var k = 0; k < side * side; k++)
        {
            Point((int)Math.Round(centre.X) + (k % side) - (side / 2), (int)Math.Round(centre.Y) + (k / side) - (side / 2), colour);
        }
    }

    /// <summary>A grey image whose upper left corner is given, magnified without smoothing and clamped to [0, 1].</summary>
    public void Picture(int x, int y, Image image, int magnification)
    {
        var bytes = image.ToBytes();
        for (var row = 0; row < image.Height * magnification; row++)
        {
            for (var column = 0; column < image.Width * magnification; column++)
            {
                var grey = bytes[(row / magnification * image.Width) + (column / magnification)];
                Point(x + column, y + row, new Colour(grey, grey, grey));
            }
        }
    }

    /// <summary>A line of text whose upper left corner is given.</summary>
    public void Text(int x, int y, string text, Colour colour)
    {
        if (text.Length == 0)
        {
            return;
        }

        var letters = new Image(new ImageShape(BitmapFont.LineHeight, BitmapFont.WidthOf(text)));
        BitmapFont.Draw(letters, 0, 0, text, 1);
        for (var row = 0; row < letters.Height; row++)
        {
            for (var column = 0; column < letters.Width; column++)
            {
                if (letters[row, column] > 0)
                {
                    Point(x + column, y + row, colour);
                }
            }
        }
    }

    /// <summary>Another canvas whose upper left corner is given.</summary>
    public void Paste(int left, int top, Canvas part)
    {
        for (var y = 0; y < part._shape.Height; y++)
        {
            part._colours.AsSpan(y * part._shape.Width * 3, part._shape.Width * 3).CopyTo(_colours.AsSpan((((top + y) * _shape.Width) + left) * 3));
        }
    }

    public void Write(Stream stream) => Png.WriteColour(stream, _shape, _colours);
}
