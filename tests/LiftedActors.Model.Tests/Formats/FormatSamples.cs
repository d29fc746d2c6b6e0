using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Tests.Formats;

/// <summary>Files in memory for the tests, and where the real ones stand if they are at hand.</summary>
internal static class FormatSamples
{
    public static byte[] Idx(int count, int height, int width)
    {
        var values = new byte[count * height * width];
        var stream = new RandomStream(1, "idx");
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (byte)stream.NextInt(256);
        }

        return Written(target => Model.Formats.Idx.Write(target, new IdxArray([count, height, width], values)));
    }

    public static Image Picture(int height, int width) => Phantoms.Draw(new ImageShape(height, width), 4, 2);

    public static byte[] Gzip(byte[] plain) => Written(target =>
    {
        using var compressor = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true);
        compressor.Write(plain);
    });

    public static byte[] Written(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    /// <summary>A PNG of any colour type from packed rows, each filtered with the filter of its turn.</summary>
    public static byte[] Png(byte[] header, byte[][] rows, int distance, byte[]? palette = null)
    {
        var filtered = Written(target =>
        {
            using var compressor = new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true);
            for (var y = 0; y < rows.Length; y++)
            {
                compressor.WriteByte((byte)(y % 5));
                compressor.Write(Filtered(y % 5, rows[y], y == 0 ? new byte[rows[y].Length] : rows[y - 1], distance));
            }
        });
        byte[][] chunks = [Chunk("IHDR", header), palette is null ? [] : Chunk("PLTE", palette), Chunk("tEXt", "a\0b"u8.ToArray()), Chunk("IDAT", filtered[..7]), Chunk("IDAT", filtered[7..]), Chunk("IEND", [])];
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. chunks.SelectMany(chunk => chunk)];
    }

    public static byte[] PngHeader(int width, int height, int bits, int colourType, int interlace = 0)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)bits, (byte)colourType, (byte)interlace);
        return header;
    }

    public static byte[] Chunk(string type, byte[] content)
    {
        var chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        Encoding.ASCII.GetBytes(type).CopyTo(chunk, 4);
        content.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(content.Length + 8), Crc32.Of(chunk.AsSpan(4, content.Length + 4)));
        return chunk;
    }

    /// <summary>The real files of a folder, wherever a folder "shared/data" stands beside or above the repository; none if there is none.</summary>
    public static string[] RealFiles(string folder, string pattern)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var data = Path.Combine(at.FullName, "shared", "data", folder);
            if (Directory.Exists(data))
            {
                return [.. Directory.GetFiles(data, pattern).Order(StringComparer.Ordinal)];
            }
        }

        return [];
    }

    private static byte[] Filtered(int kind, byte[] row, byte[] above, int distance)
    {
        var result = new byte[row.Length];
        for (var i = 0; i < row.Length; i++)
        {
            int left = i >= distance ? row[i - distance] : 0, corner = i >= distance ? above[i - distance] : 0;
            var guess = left + above[i] - corner;
            var nearest = new[] { left, above[i], corner }.MinBy(value => Math.Abs(guess - value));
            result[i] = (byte)(row[i] - kind switch { 1 => left, 2 => above[i], 3 => (left + above[i]) / 2, 4 => nearest, _ => 0 });
        }

        return result;
    }
}
