using System.Buffers.Binary;

namespace LiftedActors.Model.Formats;

/// <summary>The IDX format of the MNIST files: two zero bytes, a type, the number of dimensions, big-endian 32-bit lengths, the values.</summary>
/// <remarks>Only unsigned bytes (type 0x08) are read, plain or compressed with gzip. Source: LeCun, Cortes and Burges, The MNIST database, "File formats".</remarks>
public static class Idx
{
    private const byte UnsignedByte = 0x08;
    private const string What = "The IDX file";

    /// <summary>Reads an array to the end of <paramref name="stream"/>, which is left open.</summary>
    /// <exception cref="DataFormatException">The data are no IDX, of another type, truncated, too long, or damaged in compression.</exception>
    public static IdxArray Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var length = stream.CanSeek ? stream.Length - stream.Position : long.MaxValue;
        return Compressed.Open(stream, What, plain => ReadPlain(plain, plain is PrefixedStream ? length : long.MaxValue));
    }

    /// <summary>Reads how long an array is along every dimension, and none of its values. <paramref name="stream"/> is left open.</summary>
    /// <exception cref="DataFormatException">The data are no IDX, or of another type, or the lengths cannot be.</exception>
    public static IReadOnlyList<int> Lengths(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Compressed.Open(stream, What, plain => ReadLengths(plain, long.MaxValue));
    }

    /// <summary>Hands one item after the other to <paramref name="visit"/>, and never holds more than one. <paramref name="stream"/> is read to its end and left open.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="visit">Receives the lengths, the number of the item and its values, which stand until it returns.</param>
    /// <returns>The lengths.</returns>
    /// <exception cref="DataFormatException">As for <see cref="Read"/>; items before the damage have been handed out.</exception>
    public static IReadOnlyList<int> Visit(Stream stream, Action<IReadOnlyList<int>, int, ReadOnlyMemory<byte>> visit)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(visit);
        var length = stream.CanSeek ? stream.Length - stream.Position : long.MaxValue;
        return Compressed.Open(stream, What, plain =>
        {
            var lengths = ReadLengths(plain, plain is PrefixedStream ? length : long.MaxValue);
            var item = BoundedReading.Exactly(plain, lengths[0] == 0 ? 0 : Size(lengths) / lengths[0], What);
            for (var i = 0; i < lengths[0]; i++)
            {
                if (i > 0)
                {
                    BoundedReading.Fill(plain, item, What);
                }

                visit(lengths, i, item);
            }

            BoundedReading.RefuseMore(plain, What);
            return lengths;
        });
    }

    /// <summary>Writes an array, uncompressed; <paramref name="stream"/> is left open.</summary>
    public static void Write(Stream stream, IdxArray array)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(array);
        var header = new byte[4 + (4 * array.Lengths.Count)];
        (header[2], header[3]) = (UnsignedByte, (byte)array.Lengths.Count);
        for (var i = 0; i < array.Lengths.Count; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), array.Lengths[i]);
        }

        stream.Write(header);
        stream.Write(array.Values);
    }

    private static IdxArray ReadPlain(Stream stream, long available)
    {
        var lengths = ReadLengths(stream, available);
        var values = BoundedReading.Exactly(stream, Size(lengths), What);
        BoundedReading.RefuseMore(stream, What);
        return new IdxArray(lengths, values);
    }

    private static long Size(int[] lengths) => lengths.Aggregate(1L, (product, length) => product * length);

    private static int[] ReadLengths(Stream stream, long available)
    {
        var magic = BoundedReading.Exactly(stream, 4, What);
        if (magic[0] != 0 || magic[1] != 0 || magic[3] == 0)
        {
            throw new DataFormatException($"The file is no IDX file: it begins with {Convert.ToHexString(magic)} instead of 00 00, a type and the number of dimensions; check which file this is.");
        }

        if (magic[2] != UnsignedByte)
        {
            throw new DataFormatException($"The IDX file holds values of type 0x{magic[2]:X2}, but only unsigned bytes (0x08) are read: convert it.");
        }

        var header = BoundedReading.Exactly(stream, 4 * magic[3], What);
        var lengths = new int[magic[3]];
        var size = 1L;
        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4 * i));
            size = lengths[i] < 0 || size > Array.MaxLength ? long.MaxValue : size * lengths[i];
        }

        var claimed = string.Join(" × ", lengths.Select(length => (uint)length));
        var rest = available - 4 - header.Length;
        if (size > Array.MaxLength || size > rest)
        {
            throw new DataFormatException($"The IDX file says that it holds {claimed} values, which cannot be: it is truncated or damaged, get it again.");
        }

        return lengths;
    }
}
