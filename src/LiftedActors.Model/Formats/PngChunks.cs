using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace LiftedActors.Model.Formats;

/// <summary>A PNG taken apart into its checked header, its palette and its compressed data (PNG 3rd edition, §5).</summary>
internal sealed class PngChunks
{
    private const int LargestFile = 1 << 29;
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private readonly ArrayBufferWriter<byte> _data = new();
    private bool _dataHaveEnded;

    private PngChunks(PngHeader header) => Header = header;

    /// <summary>The header.</summary>
    public PngHeader Header { get; }

    /// <summary>Red, green and blue of the palette's entries; empty if there is none.</summary>
    public byte[] Palette { get; private set; } = [];

    /// <summary>The compressed rows.</summary>
    public ReadOnlyMemory<byte> Data => _data.WrittenMemory;

    /// <summary>Takes a whole file apart.</summary>
    /// <exception cref="DataFormatException">The file is no PNG, truncated, damaged, or has a chunk that must be understood and is not.</exception>
    public static PngChunks Read(Stream stream)
    {
        var bytes = BoundedReading.ToEnd(stream, LargestFile, "The PNG file");
        if (!bytes.AsSpan().StartsWith(Signature))
        {
            throw new DataFormatException("The file is no PNG file: it does not begin with the PNG signature; check which file this is.");
        }

        PngChunks? chunks = null;
        var position = Signature.Length;
        while (true)
        {
            var (type, content) = Next(bytes, ref position);
            if (chunks is null)
            {
                chunks = type == "IHDR"
                    ? new PngChunks(PngHeader.Parse(content))
                    : throw new DataFormatException($"The PNG begins with a chunk {type} instead of its header: the file is damaged, get it again.");
            }
            else if (type == "IEND")
            {
                return chunks.Data.Length > 0 ? chunks : throw new DataFormatException("The PNG holds no image data: get it again.");
            }
            else
            {
                chunks.Take(type, content);
            }
        }
    }

    private void Take(string type, ReadOnlySpan<byte> content)
    {
        var isData = type == "IDAT";
        if (isData && _dataHaveEnded)
        {
            throw new DataFormatException("The PNG's image data are interrupted by another chunk: the file is damaged, get it again.");
        }

        _dataHaveEnded = !isData && _data.WrittenCount > 0;
        if (isData)
        {
            _data.Write(content);
        }
        else if (type == "PLTE")
        {
            Palette = content.Length is > 0 and <= 768 && content.Length % 3 == 0
                ? content.ToArray()
                : throw new DataFormatException("The PNG's palette is no list of at most 256 colours: the file is damaged, get it again.");
        }
        else if (char.IsAsciiLetterUpper(type[0]))
        {
            throw new DataFormatException($"The PNG has a chunk {type} that must be understood and is not: save it again as a plain PNG.");
        }
    }

    // Length, type, content, check.
    private static (string Type, byte[] Content) Next(byte[] bytes, ref int position)
    {
        if (bytes.Length - position < 12)
        {
            throw new DataFormatException("The PNG ends before its last chunk: it is truncated, get it again.");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(position));
        var type = Encoding.Latin1.GetString(bytes, position + 4, 4);
        if (length > bytes.Length - position - 12)
        {
            throw new DataFormatException($"The PNG has a chunk of {length} bytes that goes beyond its end: it is truncated or damaged, get it again.");
        }

        var body = bytes.AsSpan(position + 4, (int)length + 4);
        var check = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(position + 8 + (int)length));
        if (Crc32.Of(body) != check)
        {
            throw new DataFormatException($"The PNG's chunk at byte {position} fails its check sum: the file is damaged, get it again.");
        }

        position += 12 + (int)length;
        return (type, body[4..].ToArray());
    }
}
