using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LiftedActors.Model.Formats;

/// <summary>The header of a NumPy file: a dictionary of three entries as Python writes it, which is parsed and never evaluated.</summary>
/// <param name="Type">The type of the elements.</param>
/// <param name="IsFortran">Whether the first index runs fastest.</param>
/// <param name="Shape">The shape.</param>
internal sealed partial record NpyHeader(TensorType Type, bool IsFortran, int[] Shape)
{
    private const int Alignment = 64;
    private const int Longest = 1 << 16;
    private const string What = "The NumPy file";

    private static readonly Dictionary<string, TensorType> Types = new(StringComparer.Ordinal)
    {
        ["b1"] = TensorType.BOOL,
        ["u1"] = TensorType.U8,
        ["i1"] = TensorType.I8,
        ["u2"] = TensorType.U16,
        ["i2"] = TensorType.I16,
        ["u4"] = TensorType.U32,
        ["i4"] = TensorType.I32,
        ["u8"] = TensorType.U64,
        ["i8"] = TensorType.I64,
        ["f2"] = TensorType.F16,
        ["f4"] = TensorType.F32,
        ["f8"] = TensorType.F64,
    };

    /// <summary>What a NumPy file begins with.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The bytes of the elements.</summary>
    public long Bytes => Tensor.SizeOf(Type, Shape);

    /// <summary>Reads the header and leaves <paramref name="stream"/> at the first element.</summary>
    /// <exception cref="DataFormatException">It is none, or the array is of a type or size that is not read.</exception>
    public static NpyHeader Read(Stream stream, string name)
    {
        var start = BoundedReading.Exactly(stream, Magic.Length + 2, What);
        if (!start.AsSpan().StartsWith(Magic) || start[6] is < 1 or > 3)
        {
            throw new DataFormatException($"The array '{name}' is no NumPy file of version 1 to 3: check which file this is.");
        }

        long length = start[6] == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(BoundedReading.Exactly(stream, 2, What))
            : BinaryPrimitives.ReadUInt32LittleEndian(BoundedReading.Exactly(stream, 4, What));
        if (length > Longest)
        {
            throw new DataFormatException($"The array '{name}' has a header of {length} bytes where {Longest} are enough: it is damaged, get it again.");
        }

        return Parse(Encoding.UTF8.GetString(BoundedReading.Exactly(stream, length, What)), name);
    }

    /// <summary>The header as NumPy writes it, version 1.0, padded so that the elements are aligned.</summary>
    public byte[] ToBytes()
    {
        var word = Types.First(pair => pair.Value == Type).Key;
        var shape = Shape.Length == 1 ? $"({Shape[0]},)" : $"({string.Join(", ", Shape)})";
        var text = $"{{'descr': '{(word[1] == '1' ? '|' : '<')}{word}', 'fortran_order': {(IsFortran ? "True" : "False")}, 'shape': {shape}, }}";
        var prefix = Magic.Length + 4;
        var length = ((prefix + text.Length + 1 + Alignment - 1) / Alignment * Alignment) - prefix;
        return [.. Magic, 1, 0, (byte)length, (byte)(length >> 8), .. Encoding.ASCII.GetBytes(text.PadRight(length - 1) + '\n')];
    }

    private static NpyHeader Parse(string text, string name)
    {
        var match = Dictionary().Match(text);
        var entries = match.Groups["key"].Captures.Zip(match.Groups["value"].Captures, (key, value) => (Key: key.Value, value.Value)).ToArray();
        string? Entry(string key) => entries.Where(entry => entry.Key == key).Select(entry => entry.Value).FirstOrDefault();
        if (entries.Length != 3 || Entry("descr") is not ['\'', .. var type, '\''] || Entry("fortran_order") is not ("True" or "False") || Entry("shape") is not ['(', .. var shape, ')'])
        {
            throw new DataFormatException($"The array '{name}' has the header {text.Trim()}, of another form than that of plain arrays of numbers: save it as one.");
        }

        var header = new NpyHeader(TypeOf(type, name), Entry("fortran_order") == "True", Lengths(shape, name));
        return header.Bytes <= Array.MaxLength
            ? header
            : throw new DataFormatException($"The array '{name}' of shape [{string.Join(", ", header.Shape)}] is larger than this program reads: split it.");
    }

    private static TensorType TypeOf(string word, string name)
    {
        if (word.StartsWith('>') && Types.ContainsKey(word[1..]))
        {
            throw new DataFormatException($"The array '{name}' is big-endian ({word}): save it again with astype('<{word[1..]}').");
        }

        if (word.Contains('O', StringComparison.Ordinal))
        {
            throw new DataFormatException($"The array '{name}' holds Python objects ({word}), which are not read as that would execute code: save plain numbers.");
        }

        return word.Length == 3 && word[0] is '<' or '|' && Types.TryGetValue(word[1..], out var type)
            ? type
            : throw new DataFormatException($"The array '{name}' is of type {word}, but only {string.Join(", ", Types.Keys)} are read: convert it.");
    }

    private static int[] Lengths(string shape, string name)
    {
        var texts = shape.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var lengths = new int[texts.Length];
        for (var d = 0; d < lengths.Length; d++)
        {
            if (!int.TryParse(texts[d], NumberStyles.None, CultureInfo.InvariantCulture, out lengths[d]))
            {
                throw new DataFormatException($"The array '{name}' claims the shape ({shape}), which no array can have: it is damaged, get it again.");
            }
        }

        return lengths;
    }

    [GeneratedRegex(@"\A\{\s*(?>'(?<key>[a-z_]+)'\s*:\s*(?<value>'[^']*'|True|False|\([0-9,\s]*\))\s*(,\s*)?)*\}\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Dictionary();
}
