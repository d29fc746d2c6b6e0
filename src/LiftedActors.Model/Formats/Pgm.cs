using System.Globalization;
using System.Text;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Formats;

/// <summary>The portable grey map: "P2" (text) or "P5" (bytes; two, big-endian, if the maximum exceeds 255), width, height, maximum, values.</summary>
/// <remarks>A value v is the grey v / maximum. Comments from # to the end of a line may stand in the header. Source: Netpbm, PGM format specification.</remarks>
public static class Pgm
{
    private const int LargestFile = 1 << 29;
    private const int LargestMaximum = 65535;

    /// <summary>Reads one image to the end of <paramref name="stream"/>, which is left open.</summary>
    /// <exception cref="DataFormatException">The data are no PGM, truncated, or a value exceeds the maximum.</exception>
    public static Image Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var bytes = BoundedReading.ToEnd(stream, LargestFile, "The PGM file");
        if (bytes.Length < 3 || bytes[0] != 'P' || (bytes[1] != '2' && bytes[1] != '5'))
        {
            throw new DataFormatException("The file is no PGM file: it begins with neither P2 nor P5; check which file this is.");
        }

        var position = 2;
        var width = Number(bytes, ref position);
        var height = Number(bytes, ref position);
        var maximum = Number(bytes, ref position);
        if (width < 1 || height < 1 || maximum < 1 || maximum > LargestMaximum)
        {
            throw new DataFormatException($"The PGM file says {height} × {width} pixels up to {maximum}: its header is damaged, get it again.");
        }

        // A P5 pixel takes one or two bytes, a P2 pixel at least a space and a digit.
        var isText = bytes[1] == '2';
        var smallest = (long)width * height * (isText || maximum > 255 ? 2 : 1);
        if (smallest > bytes.Length - position + (isText ? 1 : -1))
        {
            throw new DataFormatException($"The PGM file says {height} × {width} pixels, but has only {bytes.Length} bytes: it is truncated, get it again.");
        }

        var image = new Image(new ImageShape(height, width));
        if (isText)
        {
            ReadText(bytes, position, maximum, image);
        }
        else
        {
            ReadBinary(bytes.AsSpan(position + 1), maximum, image);
        }

        return image;
    }

    /// <summary>Writes an image as P5 with maximum 255; values are clamped to [0, 1]; <paramref name="stream"/> is left open.</summary>
    public static void Write(Stream stream, Image image)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(image);
        stream.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"P5\n{image.Width} {image.Height}\n255\n")));
        stream.Write(image.ToBytes());
    }

    private static void ReadText(byte[] bytes, int position, int maximum, Image image)
    {
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = Grey(Number(bytes, ref position), maximum);
        }
    }

    private static void ReadBinary(ReadOnlySpan<byte> bytes, int maximum, Image image)
    {
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = Grey(maximum > 255 ? (bytes[2 * i] << 8) | bytes[(2 * i) + 1] : bytes[i], maximum);
        }
    }

    private static Real Grey(int value, int maximum) => value <= maximum
        ? (Real)((double)value / maximum)
        : throw new DataFormatException($"The PGM file has the value {value} above its maximum {maximum}: it is damaged, get it again.");

    // The next decimal number after white space and comments; −1 if there is none.
    private static int Number(byte[] bytes, ref int position)
    {
        while (position < bytes.Length && (bytes[position] <= ' ' || bytes[position] == '#'))
        {
            position = bytes[position] == '#' ? EndOfLine(bytes, position) : position + 1;
        }

        var start = position;
        var value = 0L;
        while (position < bytes.Length && char.IsAsciiDigit((char)bytes[position]) && value <= int.MaxValue)
        {
            value = (10 * value) + bytes[position++] - '0';
        }

        return start < position && value <= int.MaxValue
            ? (int)value
            : throw new DataFormatException($"The PGM file has no number at byte {start} where one is due: it is truncated or damaged, get it again.");
    }

    private static int EndOfLine(byte[] bytes, int position)
    {
        var end = Array.IndexOf(bytes, (byte)'\n', position);
        return end < 0 ? bytes.Length : end;
    }
}
