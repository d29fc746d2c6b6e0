using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LiftedActors.Model.Formats;

/// <summary>The safetensors format: eight bytes of header length, a JSON header, and the tensors' bytes, all little-endian.</summary>
/// <remarks>Types are those of <see cref="TensorType"/>. Source: the safetensors project, "Format".</remarks>
public static class Safetensors
{
    /// <summary>The key of the header that holds free text and no tensor.</summary>
    internal const string MetadataName = "__metadata__";

    private const long LargestHeader = 100_000_000;
    private const int Alignment = 8;
    private const string What = "The safetensors file";

    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a file to the end of <paramref name="stream"/>, which is left open.</summary>
    /// <remarks>Offsets, overlaps, shapes and, for a seekable stream, the total length are checked before memory is taken for tensors.</remarks>
    /// <exception cref="DataFormatException">The data are no safetensors, truncated, too long, of an unknown type, or damaged in the header.</exception>
    public static TensorFile Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var header = ReadHeader(stream);
        var tensors = new List<Tensor>(header.Entries.Count);
        foreach (var entry in header.Entries)
        {
            tensors.Add(new Tensor(entry.Name, entry.Type, entry.Shape, BoundedReading.Exactly(stream, entry.End - entry.Begin, What)));
        }

        BoundedReading.RefuseMore(stream, What);
        return new TensorFile(tensors, header.Metadata);
    }

    /// <summary>Reads the header and leaves <paramref name="stream"/> at the first byte of the tensors.</summary>
    internal static SafetensorsHeader ReadHeader(Stream stream)
    {
        var length = BinaryPrimitives.ReadUInt64LittleEndian(BoundedReading.Exactly(stream, 8, What));
        if (length is < 2 or > LargestHeader)
        {
            throw new DataFormatException($"The file is no safetensors file: it begins with a header length of {length} bytes; check which file this is.");
        }

        var header = SafetensorsHeader.Parse(BoundedReading.Exactly(stream, (long)length, What));
        if (stream.CanSeek && stream.Length - stream.Position != header.DataBytes)
        {
            throw new DataFormatException(
                $"{What} has {stream.Length - stream.Position} bytes of tensors where its header gives {header.DataBytes}: it is truncated or damaged, get it again.");
        }

        return header;
    }

    /// <summary>Writes a file; <paramref name="stream"/> is left open. Equal content gives equal bytes.</summary>
    /// <remarks>Tensors with larger elements come first, so that every tensor is aligned; otherwise the order is kept.</remarks>
    public static void Write(Stream stream, TensorFile file)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(file);
        Tensor[] ordered = [.. file.Tensors.OrderByDescending(tensor => Tensor.SizeOf(tensor.Type))];
        var json = HeaderOf(file, ordered);
        var padded = new byte[8 + ((json.Length + Alignment - 1) / Alignment * Alignment)];
        padded.AsSpan().Fill((byte)' ');
        BinaryPrimitives.WriteInt64LittleEndian(padded, padded.Length - 8);
        json.CopyTo(padded.AsSpan(8));
        stream.Write(padded);
        foreach (var tensor in ordered)
        {
            stream.Write(tensor.Bytes.Span);
        }
    }

    private static byte[] HeaderOf(TensorFile file, Tensor[] ordered)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonOptions))
        {
            json.WriteStartObject();
            if (file.Metadata.Count > 0)
            {
                json.WriteStartObject(MetadataName);
                foreach (var (key, text) in file.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    json.WriteString(key, text);
                }

                json.WriteEndObject();
            }

            var begin = 0L;
            foreach (var tensor in ordered)
            {
                WriteEntry(json, tensor, begin);
                begin += tensor.Bytes.Length;
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, Tensor tensor, long begin)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", tensor.Type.ToString());
        json.WriteStartArray("shape");
        foreach (var length in tensor.Shape)
        {
            json.WriteNumberValue(length);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(begin + tensor.Bytes.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
