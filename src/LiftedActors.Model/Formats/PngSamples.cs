namespace LiftedActors.Model.Formats;

/// <summary>Turns an unfiltered PNG row into grey values, or into those of a channel.</summary>
internal static class PngSamples
{
    /// <summary>Overwrites <paramref name="grey"/> with the values of one row.</summary>
    /// <exception cref="DataFormatException">A pixel names a colour that the palette does not have.</exception>
    public static void ToGrey(PngHeader header, byte[] palette, ReadOnlySpan<byte> row, Span<Real> grey)
    {
        double scale = (1 << header.BitDepth) - 1;
        for (var x = 0; x < grey.Length; x++)
        {
            var first = x * header.Channels;
            grey[x] = header.ColourType switch
            {
                PngHeader.Palette => FromPalette(palette, Sample(row, first, header.BitDepth)),
                PngHeader.Colour or PngHeader.ColourAlpha => (Real)Luma.Of(
                    Sample(row, first, header.BitDepth) / scale,
                    Sample(row, first + 1, header.BitDepth) / scale,
                    Sample(row, first + 2, header.BitDepth) / scale),
                _ => (Real)(Sample(row, first, header.BitDepth) / scale),
            };
        }
    }

    /// <summary>The colours of a pixel: 1 of a grey picture, otherwise 3.</summary>
    public static int ColoursOf(PngHeader header) => header.ColourType is PngHeader.Grey or PngHeader.GreyAlpha ? 1 : 3;

    /// <summary>Overwrites <paramref name="values"/> with one colour of every pixel of a row; alpha is ignored.</summary>
    /// <exception cref="DataFormatException">A pixel names a colour that the palette does not have.</exception>
    public static void ToChannel(PngHeader header, byte[] palette, ReadOnlySpan<byte> row, int channel, Span<Real> values)
    {
        double scale = (1 << header.BitDepth) - 1;
        for (var x = 0; x < values.Length; x++)
        {
            values[x] = header.ColourType == PngHeader.Palette
                ? (Real)(palette[Entry(palette, Sample(row, x, header.BitDepth)) + channel] / 255.0)
                : (Real)(Sample(row, (x * header.Channels) + channel, header.BitDepth) / scale);
        }
    }

    private static Real FromPalette(byte[] palette, int index)
    {
        var first = Entry(palette, index);
        return (Real)Luma.Of(palette[first] / 255.0, palette[first + 1] / 255.0, palette[first + 2] / 255.0);
    }

    private static int Entry(byte[] palette, int index) => (3 * index) + 2 < palette.Length
        ? 3 * index
        : throw new DataFormatException($"The PNG has a pixel of colour {index}, but only {palette.Length / 3} colours: the file is damaged, get it again.");

    // Samples below a byte are packed from the most significant bit on.
    private static int Sample(ReadOnlySpan<byte> row, int index, int bits) => bits switch
    {
        16 => (row[2 * index] << 8) | row[(2 * index) + 1],
        8 => row[index],
        _ => (row[index * bits / 8] >> (8 - bits - (index * bits % 8))) & ((1 << bits) - 1),
    };
}
