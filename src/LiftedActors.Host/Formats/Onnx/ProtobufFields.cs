using Google.Protobuf;

namespace LiftedActors.Host.Formats.Onnx;

/// <summary>The fields of one protobuf message, to be written in order.</summary>
internal sealed class ProtobufFields
{
    private readonly List<Action<CodedOutputStream>> _fields = [];

    public ProtobufFields Whole(int field, long number) => With(output =>
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(number);
    });

    public ProtobufFields Single(int field, float number) => With(output =>
    {
        output.WriteTag(field, WireFormat.WireType.Fixed32);
        output.WriteFloat(number);
    });

    public ProtobufFields Text(int field, string text) => Bytes(field, ByteString.CopyFromUtf8(text));

    public ProtobufFields Bytes(int field, ByteString bytes) => With(output =>
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(bytes);
    });

    public ProtobufFields Message(int field, ProtobufFields message) => Bytes(field, message.ToBytes());

    public ProtobufFields Each<T>(IEnumerable<T> items, Action<ProtobufFields, T> write)
    {
        foreach (var item in items)
        {
            write(this, item);
        }

        return this;
    }

    public ByteString ToBytes()
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            _fields.ForEach(write => write(output));
        }

        return UnsafeByteOperations.UnsafeWrap(bytes.ToArray());
    }

    private ProtobufFields With(Action<CodedOutputStream> write)
    {
        _fields.Add(write);
        return this;
    }
}
