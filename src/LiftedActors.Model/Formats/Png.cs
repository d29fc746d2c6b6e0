using System.IO.Compression;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Formats;

/// <summary>Reads PNG pictures as grey images or channel by channel, and writes grey and colour pictures of 8 bits.</summary>
/// <remarks>
/// <para>Read: grey, grey with alpha, colour, colour with alpha, palette; 1 to 16 bits; all filters; check sums verified; no interlacing.
/// A sample s of b bits is the grey s / (2ᵇ − 1); colours become grey by <see cref="Luma"/>; alpha, transparency and gamma chunks are ignored.</para>
/// <para>A size that the compressed data cannot fill (deflate gains at most 1032 : 1) is refused before memory is taken for it.</para>
/// <para>Source: W3C, Portable Network Graphics (PNG) Specification, third edition.</para>
/// </remarks>
public static class Png
{
    private const int LargestGain = 1032;

    /// <summary>Reads one picture to the end of <paramref name="stream"/>, which is left open.</summary>
    /// <exception cref="DataFormatException">The data are no PNG, truncated, damaged, interlaced, or lie about their size.</exception>
    public static Image Read(Stream stream)
    {
        Image? image = null;
        Visit(stream, (chunks, row, y) =>
        {
            image ??= new Image(chunks.Header.Shape);
            PngSamples.ToGrey(chunks.Header, chunks.Palette, row, image.Pixels.Slice(y * image.Width, image.Width));
        });
        return image!;
    }

    /// <summary>Reads one picture to the end of <paramref name="stream"/>, which is left open: one grey image, or red, green and blue.</summary>
    /// <exception cref="DataFormatException">As for <see cref="Read"/>.</exception>
    public static IReadOnlyList<Image> ReadChannels(Stream stream)
    {
        Image[] channels = [];
        Visit(stream, (chunks, row, y) =>
        {
            var (header, count) = (chunks.Header, PngSamples.ColoursOf(chunks.Header));
            channels = channels.Length > 0 ? channels : [.. Enumerable.Range(0, count).Select(_ => new Image(header.Shape))];
            for (var channel = 0; channel < count; channel++)
            {
                PngSamples.ToChannel(header, chunks.Palette, row, channel, channels[channel].Pixels.Slice(y * header.Width, header.Width));
            }
        });
        return channels;
    }

    private delegate void RowVisitor(PngChunks chunks, ReadOnlySpan<byte> row, int y);

    private static void Visit(Stream stream, RowVisitor visit)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var chunks = PngChunks.Read(stream);
        var header = chunks.Header;
        if (header.ColourType == PngHeader.Palette && chunks.Palette.Length == 0)
        {
            throw new DataFormatException("The PNG names its colours by a palette that it does not have: the file is damaged, get it again.");
        }

        if (header.DataBytes > (long)chunks.Data.Length * LargestGain)
        {
            throw Lie(header, $"its {chunks.Data.Length} bytes of data cannot hold them");
        }

        try
        {
            using var compressed = new MemoryStream(chunks.Data.ToArray());
            using var rows = new ZLibStream(compressed, CompressionMode.Decompress);
            VisitRows(rows, chunks, visit);
        }
        catch (InvalidDataException fault)
        {
            throw new DataFormatException("The PNG's compressed data are damaged: get it again.", fault);
        }
    }

    /// <summary>Writes a grey picture; values are clamped to [0, 1]; <paramref name="stream"/> is left open.</summary>
    public static void Write(Stream stream, Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        PngWriter.Write(stream, image.Shape, PngHeader.Grey, image.ToBytes());
    }

    /// <summary>Writes a colour picture; <paramref name="stream"/> is left open.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="shape">Height and width.</param>
    /// <param name="colours">Red, green and blue of every pixel, row after row.</param>
    /// <exception cref="ArgumentException">The number of values is not three times the pixels.</exception>
    public static void WriteColour(Stream stream, ImageShape shape, ReadOnlySpan<byte> colours)
    {
        if (colours.Length != 3L * shape.Pixels)
        {
            throw new ArgumentException($"{colours.Length} values are not the colours of {shape} pixels.", nameof(colours));
        }

        PngWriter.Write(stream, shape, PngHeader.Colour, colours);
    }

    private static void VisitRows(ZLibStream stream, PngChunks chunks, RowVisitor visit)
    {
        var header = chunks.Header;
        var (row, above) = (new byte[header.RowBytes], new byte[header.RowBytes]);
        for (var y = 0; y < header.Height; y++)
        {
            var filter = stream.ReadByte();
            if (filter < 0 || stream.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
            {
                throw Lie(header, $"its data end in row {y}");
            }

            PngFilter.Undo(filter, row, above, header.FilterDistance);
            visit(chunks, row, y);
            (row, above) = (above, row);
        }

        if (stream.ReadByte() >= 0)
        {
            throw Lie(header, "its data go on after the last row");
        }
    }

    private static DataFormatException Lie(PngHeader header, string why) =>
        new($"The PNG says {header.Height} × {header.Width} pixels, but {why}: it is truncated or damaged, get it again.");
}
