using System.Buffers.Binary;

namespace LiftedActors.Model.Formats;

/// <summary>A named array of numbers: row-major, little-endian, as it stands in a safetensors file.</summary>
public sealed class Tensor
{
    /// <summary>A tensor over raw bytes, which are not copied.</summary>
    /// <exception cref="ArgumentException">A length is negative, or the bytes are not the product of the lengths times the element's size.</exception>
    public Tensor(string name, TensorType type, IReadOnlyList<int> shape, ReadOnlyMemory<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Any(length => length < 0) || SizeOf(type, shape) != bytes.Length)
        {
            throw new ArgumentException($"The tensor '{name}' of shape [{string.Join(", ", shape)}] and type {type} does not fit {bytes.Length} bytes.");
        }

        (Name, Type, Shape, Bytes) = (name, type, shape, bytes);
    }

    /// <summary>The name, unique in its file.</summary>
    public string Name { get; }

    /// <summary>The type of the elements.</summary>
    public TensorType Type { get; }

    /// <summary>The length along every dimension, slowest first; empty for a single number.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The elements, little-endian.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The number of elements.</summary>
    public int Count => Bytes.Length / SizeOf(Type);

    /// <summary>One element as the nearest number in double precision; exact for all types but the integers of 64 bits.</summary>
    /// <param name="index">Its place, row-major.</param>
    public double this[int index] => Element(Bytes.Span, index);

    /// <summary>The bytes of one element.</summary>
    public static int SizeOf(TensorType type) => type switch
    {
        TensorType.BOOL or TensorType.U8 or TensorType.I8 => 1,
        TensorType.U16 or TensorType.I16 or TensorType.F16 or TensorType.BF16 => 2,
        TensorType.U32 or TensorType.I32 or TensorType.F32 => 4,
        TensorType.U64 or TensorType.I64 or TensorType.F64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>The bytes of all elements; where they are more than an array can have, some number that is, too.</summary>
    /// <param name="type">The type of the elements.</param>
    /// <param name="shape">The lengths, not negative.</param>
    public static long SizeOf(TensorType type, IReadOnlyList<int> shape) =>
        shape.Contains(0) ? 0 : shape.Aggregate((long)SizeOf(type), (product, length) => product > Array.MaxLength ? product : product * length);

    /// <summary>A tensor of type F32.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of the lengths.</exception>
    public static Tensor Of(string name, IReadOnlyList<int> shape, ReadOnlySpan<float> values)
    {
        var bytes = new byte[checked(4 * values.Length)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        }

        return new Tensor(name, TensorType.F32, shape, bytes);
    }

    /// <summary>A tensor of type F64.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of the lengths.</exception>
    public static Tensor Of(string name, IReadOnlyList<int> shape, ReadOnlySpan<double> values)
    {
        var bytes = new byte[checked(8 * values.Length)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8 * i), values[i]);
        }

        return new Tensor(name, TensorType.F64, shape, bytes);
    }

    /// <summary>A tensor over scalars, which are not copied where they stand in memory as in the file.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of the lengths.</exception>
    public static Tensor Over(string name, IReadOnlyList<int> shape, ReadOnlyMemory<Real> values) => BitConverter.IsLittleEndian
        ? new Tensor(name, sizeof(Real) == sizeof(double) ? TensorType.F64 : TensorType.F32, shape, new ScalarBytes(values).Memory)
        : Of(name, shape, values.Span);

    /// <summary>A tensor of type U8.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of the lengths.</exception>
    public static Tensor Of(string name, IReadOnlyList<int> shape, ReadOnlySpan<byte> values) => new(name, TensorType.U8, shape, values.ToArray());

    /// <summary>Writes the elements, of any type, to <paramref name="target"/>, rounded to its precision.</summary>
    /// <exception cref="ArgumentException">The target does not have <see cref="Count"/> values.</exception>
    public void CopyTo(Span<Real> target)
    {
        if (target.Length != Count)
        {
            throw new ArgumentException($"The tensor '{Name}' has {Count} elements and does not fit {target.Length} values.", nameof(target));
        }

        var bytes = Bytes.Span;
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = (Real)Element(bytes, i);
        }
    }

    private double Element(ReadOnlySpan<byte> bytes, int index) => Type switch
    {
        TensorType.BOOL or TensorType.U8 => bytes[index],
        TensorType.I8 => (sbyte)bytes[index],
        TensorType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * index)..]),
        TensorType.I16 => BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * index)..]),
        TensorType.U32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * index)..]),
        TensorType.I32 => BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * index)..]),
        TensorType.U64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes[(8 * index)..]),
        TensorType.I64 => BinaryPrimitives.ReadInt64LittleEndian(bytes[(8 * index)..]),
        TensorType.F16 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * index)..]),
        TensorType.BF16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * index)..]) << 16),
        TensorType.F32 => BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * index)..]),
        _ => BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * index)..]),
    };
}
