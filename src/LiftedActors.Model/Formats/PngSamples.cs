namespace LiftedActors.Model.Formats;

/// <summary>Turns an unfiltered PNG row into grey values.</summary>
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

    private static Real FromPalette(byte[] palette, int index) => (3 * index) + 2 < palette.Length
        ? (Real)Luma.Of(palette[3 * index] / 255.0, palette[(3 * index) + 1] / 255.0, palette[(3 * index) + 2] / 255.0)
        : throw new DataFormatException($"The PNG has a pixel of colour {index}, but only {palette.Length / 3} colours: the file is damaged, get it again.");

    // Samples below a byte are packed from the most significant bit on.
    private static int Sample(ReadOnlySpan<byte> row, int index, int bits) => bits switch
    {
        16 => (row[2 * index] << 8) | row[(2 * index) + 1],
        8 => row[index],
        _ => (row[index * bits / 8] >> (8 - bits - (index * bits % 8))) & ((1 << bits) - 1),
    };
}
