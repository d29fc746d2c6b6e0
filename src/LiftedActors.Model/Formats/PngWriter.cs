using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Formats;

/// <summary>Writes 8-bit samples as a PNG without filters or interlacing.</summary>
internal static class PngWriter
{
    /// <summary>Writes the picture.</summary>
    /// <param name="stream">Where to write; left open.</param>
    /// <param name="shape">Height and width.</param>
    /// <param name="colourType">Grey or colour.</param>
    /// <param name="samples">The samples of every pixel, row after row.</param>
    public static void Write(Stream stream, ImageShape shape, int colourType, ReadOnlySpan<byte> samples)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, shape.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), shape.Height);
        (header[8], header[9]) = (8, (byte)colourType);
        WriteChunk(stream, "IHDR", header);

        using var data = new MemoryStream();
        using (var compressor = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            var rowBytes = samples.Length / shape.Height;
            for (var row = 0; row < shape.Height; row++)
            {
                compressor.WriteByte(0);
                compressor.Write(samples.Slice(row * rowBytes, rowBytes));
            }
        }

        WriteChunk(stream, "IDAT", data.GetBuffer().AsSpan(0, (int)data.Length));
        WriteChunk(stream, "IEND", []);
    }

    private static void WriteChunk(Stream stream, string type, ReadOnlySpan<byte> content)
    {
        var chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(content.Length + 8), Crc32.Of(chunk.AsSpan(4, content.Length + 4)));
        stream.Write(chunk);
    }
}
