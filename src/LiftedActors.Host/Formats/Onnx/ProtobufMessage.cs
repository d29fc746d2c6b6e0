using Google.Protobuf;
using LiftedActors.Model.Formats;

namespace LiftedActors.Host.Formats.Onnx;

/// <summary>The fields of one protobuf message by their numbers, as they stand on the wire; what a number means is known to the reader alone.</summary>
internal sealed class ProtobufMessage
{
    private readonly Dictionary<int, List<(WireFormat.WireType Type, ulong Number, ByteString Bytes)>> _fields = [];

    /// <summary>Reads the fields.</summary>
    /// <exception cref="DataFormatException">The bytes are no protobuf message.</exception>
    public ProtobufMessage(ByteString message) => Undamaged(() =>
    {
        var input = message.CreateCodedInput();
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            var type = WireFormat.GetTagWireType(tag);
            var (number, bytes) = type switch
            {
                WireFormat.WireType.Varint => (input.ReadUInt64(), ByteString.Empty),
                WireFormat.WireType.Fixed32 => (input.ReadFixed32(), ByteString.Empty),
                WireFormat.WireType.Fixed64 => (input.ReadFixed64(), ByteString.Empty),
                WireFormat.WireType.LengthDelimited => (0UL, input.ReadBytes()),
                _ => throw Damaged(),
            };
            if (!_fields.TryGetValue(WireFormat.GetTagFieldNumber(tag), out var values))
            {
                _fields[WireFormat.GetTagFieldNumber(tag)] = values = [];
            }

            values.Add((type, number, bytes));
        }
    });

    /// <summary>Whether a field is there.</summary>
    public bool Has(int field) => _fields.ContainsKey(field);

    /// <summary>A text; empty where it is absent.</summary>
    public string Text(int field) => Texts(field).LastOrDefault(string.Empty);

    /// <summary>Repeated texts.</summary>
    public IEnumerable<string> Texts(int field) => Delimited(field).Select(bytes => bytes.ToStringUtf8());

    /// <summary>A whole number; 0 where it is absent.</summary>
    public long Whole(int field) => Wholes(field) is [.., var last] ? last : 0;

    /// <summary>Repeated whole numbers, packed or not.</summary>
    public IReadOnlyList<long> Wholes(int field) => Numbers(field, WireFormat.WireType.Varint, input => (long)input.ReadUInt64(), number => (long)number);

    /// <summary>A number in single precision; 0 where it is absent.</summary>
    public float Single(int field) => Singles(field) is [.., var last] ? last : 0;

    /// <summary>Repeated numbers in single precision, packed or not.</summary>
    public IReadOnlyList<float> Singles(int field) =>
        Numbers(field, WireFormat.WireType.Fixed32, input => input.ReadFloat(), number => BitConverter.UInt32BitsToSingle((uint)number));

    /// <summary>Repeated numbers in double precision, packed or not.</summary>
    public IReadOnlyList<double> Doubles(int field) =>
        Numbers(field, WireFormat.WireType.Fixed64, input => input.ReadDouble(), number => BitConverter.UInt64BitsToDouble(number));

    /// <summary>Bytes; null where they are absent.</summary>
    public ByteString? Bytes(int field) => Delimited(field).LastOrDefault();

    /// <summary>A message; empty where it is absent.</summary>
    public ProtobufMessage Message(int field) => new(Bytes(field) ?? ByteString.Empty);

    /// <summary>Repeated messages.</summary>
    public IEnumerable<ProtobufMessage> Messages(int field) => Delimited(field).Select(bytes => new ProtobufMessage(bytes));

    private IEnumerable<ByteString> Delimited(int field) => _fields.TryGetValue(field, out var values)
        ? values.Select(value => value.Type == WireFormat.WireType.LengthDelimited ? value.Bytes : throw Damaged())
        : [];

    private List<T> Numbers<T>(int field, WireFormat.WireType expected, Func<CodedInputStream, T> read, Func<ulong, T> convert)
    {
        var numbers = new List<T>();
        foreach (var (type, number, bytes) in _fields.GetValueOrDefault(field, []))
        {
            if (type == expected)
            {
                numbers.Add(convert(number));
            }
            else if (type == WireFormat.WireType.LengthDelimited)
            {
                Undamaged(() =>
                {
                    var input = bytes.CreateCodedInput();
                    while (!input.IsAtEnd)
                    {
                        numbers.Add(read(input));
                    }
                });
            }
            else
            {
                throw Damaged();
            }
        }

        return numbers;
    }

    private static void Undamaged(Action read)
    {
        try
        {
            read();
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw new DataFormatException(Damaged().Message, fault);
        }
    }

    private static DataFormatException Damaged() => new("The file is no ONNX model, or damaged: check which file this is, and export it again.");
}
