using System.Buffers.Binary;
using Google.Protobuf;
using LiftedActors.Model.Formats;

namespace LiftedActors.Host.Formats.Onnx;

/// <summary>The tensors of ONNX files as tensors of ours.</summary>
internal static class OnnxTensor
{
    private static readonly Dictionary<long, TensorType> Types = new()
    {
        [1] = TensorType.F32,
        [2] = TensorType.U8,
        [3] = TensorType.I8,
        [4] = TensorType.U16,
        [5] = TensorType.I16,
        [6] = TensorType.I32,
        [7] = TensorType.I64,
        [9] = TensorType.BOOL,
        [10] = TensorType.F16,
        [11] = TensorType.F64,
        [12] = TensorType.U32,
        [13] = TensorType.U64,
        [16] = TensorType.BF16,
    };

    /// <summary>Reads a tensor.</summary>
    /// <exception cref="DataFormatException">It is of another type, of a size that does not fit its bytes, or beside the file.</exception>
    public static Tensor Read(ProtobufMessage message)
    {
        var name = message.Text(8);
        if (message.Has(13) || message.Whole(14) != 0)
        {
            throw new DataFormatException($"The tensor '{name}' lies in a file beside the model, which is not read: save the model in one file.");
        }

        if (!Types.TryGetValue(message.Whole(2), out var type))
        {
            throw new DataFormatException($"The tensor '{name}' is of the ONNX type {message.Whole(2)}, but only {string.Join(", ", Types.Values)} are read: convert it.");
        }

        var bytes = message.Bytes(9)?.Memory ?? Typed(message, type);
        var lengths = message.Wholes(1);
        int[]? shape = lengths.All(length => length is >= 0 and <= int.MaxValue) ? [.. lengths.Select(length => (int)length)] : null;
        return shape is not null && Tensor.SizeOf(type, shape) == bytes.Length
            ? new Tensor(name, type, shape, bytes)
            : throw new DataFormatException($"The tensor '{name}' of shape [{string.Join(", ", lengths)}] and type {type} has {bytes.Length} bytes, which does not fit: the file is damaged, export it again.");
    }

    /// <summary>Writes a tensor.</summary>
    public static ProtobufFields ToFields(Tensor tensor) => new ProtobufFields()
        .Each(tensor.Shape, (fields, length) => fields.Whole(1, length))
        .Whole(2, Types.First(pair => pair.Value == tensor.Type).Key)
        .Text(8, tensor.Name)
        .Bytes(9, UnsafeByteOperations.UnsafeWrap(tensor.Bytes));

    /// <summary>The numbers of a field with a type of its own, which small tensors are often written in.</summary>
    private static ReadOnlyMemory<byte> Typed(ProtobufMessage message, TensorType type)
    {
        var size = Tensor.SizeOf(type);
        return type switch
        {
            TensorType.F32 => Written(message.Singles(4), size, BinaryPrimitives.WriteSingleLittleEndian),
            TensorType.F64 => Written(message.Doubles(10), size, BinaryPrimitives.WriteDoubleLittleEndian),
            TensorType.I64 => Written(message.Wholes(7), size, BinaryPrimitives.WriteInt64LittleEndian),
            TensorType.U32 or TensorType.U64 => Written(message.Wholes(11), size, Lowest),
            _ => Written(message.Wholes(5), size, Lowest),
        };
    }

    private static void Lowest(Span<byte> target, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        bytes[..target.Length].CopyTo(target);
    }

    private static ReadOnlyMemory<byte> Written<T>(IReadOnlyList<T> numbers, int size, Action<Span<byte>, T> write)
    {
        var bytes = new byte[checked(size * numbers.Count)];
        for (var i = 0; i < numbers.Count; i++)
        {
            write(bytes.AsSpan(size * i, size), numbers[i]);
        }

        return bytes;
    }
}
