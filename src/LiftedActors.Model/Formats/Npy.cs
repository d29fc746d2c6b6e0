using System.Buffers.Binary;

namespace LiftedActors.Model.Formats;

/// <summary>One array in NumPy's format: a header, and the elements, little-endian.</summary>
/// <remarks>
/// Read are truth values, integers and floating-point numbers of 16, 32 and 64 bits in either order of indices; arrays of objects are refused.
/// Source: NumPy, "numpy.lib.format", versions 1.0 to 3.0.
/// </remarks>
public static class Npy
{
    /// <summary>Reads an array to the end of <paramref name="stream"/>, which is left open.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="name">The name of the tensor; an array has none of its own.</param>
    /// <exception cref="DataFormatException">It is no such file, truncated, too long, or of another type.</exception>
    public static Tensor Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var header = NpyHeader.Read(stream, name);
        var what = $"The array '{name}'";
        ReadOnlyMemory<byte> bytes = BoundedReading.Exactly(stream, header.Bytes, what);
        BoundedReading.RefuseMore(stream, what);
        return new Tensor(
            name, header.Type, header.Shape, header.IsFortran ? StridedLayout.ColumnMajor(header.Shape).RowMajor(bytes, Tensor.SizeOf(header.Type)) : bytes);
    }

    /// <summary>Writes a tensor, row-major and in its own type; <paramref name="stream"/> is left open. Equal tensors give equal bytes.</summary>
    /// <remarks>NumPy has no type for <see cref="TensorType.BF16"/>, which is written as <see cref="TensorType.F32"/> with the same values.</remarks>
    public static void Write(Stream stream, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensor);
        var written = tensor.Type == TensorType.BF16 ? Widened(tensor) : tensor;
        stream.Write(new NpyHeader(written.Type, false, [.. written.Shape]).ToBytes());
        stream.Write(written.Bytes.Span);
    }

    private static Tensor Widened(Tensor tensor)
    {
        var bytes = new byte[checked(2 * tensor.Bytes.Length)];
        for (var i = 0; i < tensor.Count; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), (float)tensor[i]);
        }

        return new Tensor(tensor.Name, TensorType.F32, tensor.Shape, bytes);
    }
}
