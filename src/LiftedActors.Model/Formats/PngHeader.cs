using System.Buffers.Binary;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Formats;

/// <summary>The header chunk of a PNG (PNG 3rd edition, §11.2.1), checked.</summary>
internal sealed record PngHeader(int Width, int Height, int BitDepth, int ColourType)
{
    public const int Grey = 0;
    public const int Colour = 2;
    public const int Palette = 3;
    public const int GreyAlpha = 4;
    public const int ColourAlpha = 6;

    private const int LargestSide = 1 << 16;

    /// <summary>The number of samples of a pixel.</summary>
    public int Channels => ColourType switch { Colour => 3, GreyAlpha => 2, ColourAlpha => 4, _ => 1 };

    /// <summary>The bytes of one row, without its filter byte.</summary>
    public int RowBytes => (int)((((long)Width * Channels * BitDepth) + 7) / 8);

    /// <summary>The distance in bytes to the sample that filters look back to.</summary>
    public int FilterDistance => Math.Max(1, Channels * BitDepth / 8);

    /// <summary>The bytes of all rows with their filter bytes.</summary>
    public long DataBytes => (long)Height * (RowBytes + 1);

    /// <summary>Height and width.</summary>
    public ImageShape Shape => new(Height, Width);

    /// <summary>Reads the 13 bytes of the chunk.</summary>
    /// <exception cref="DataFormatException">The header is malformed, or names something that is not read.</exception>
    public static PngHeader Parse(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length != 13)
        {
            throw new DataFormatException("The PNG's header does not have 13 bytes: the file is damaged, get it again.");
        }

        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(chunk), BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]));
        if (width is 0 or > LargestSide || height is 0 or > LargestSide || (long)width * height > Array.MaxLength / 8)
        {
            throw new DataFormatException($"The PNG says {height} × {width} pixels, but only images up to {LargestSide} on a side and of 1 to {Array.MaxLength / 8} pixels are read: give another.");
        }

        var isAllowed = chunk[9] switch
        {
            Grey => chunk[8] is 1 or 2 or 4 or 8 or 16,
            Palette => chunk[8] is 1 or 2 or 4 or 8,
            Colour or GreyAlpha or ColourAlpha => chunk[8] is 8 or 16,
            _ => false,
        };
        if (!isAllowed || chunk[10] != 0 || chunk[11] != 0 || chunk[12] > 1)
        {
            throw new DataFormatException($"The PNG's header names colour type {chunk[9]} with {chunk[8]} bits, which the standard does not know: the file is damaged, get it again.");
        }

        if (chunk[12] == 1)
        {
            throw new DataFormatException("The PNG is interlaced (Adam7), which is not read: save it again without interlacing.");
        }

        return new PngHeader((int)width, (int)height, chunk[8], chunk[9]);
    }
}
