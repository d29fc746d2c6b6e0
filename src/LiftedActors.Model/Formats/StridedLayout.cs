namespace LiftedActors.Model.Formats;

/// <summary>Where the elements of an array lie: element (i₁, …, i_k) is the (offset + Σ iⱼ strideⱼ)-th of a buffer.</summary>
/// <param name="Shape">The length along every dimension.</param>
/// <param name="Strides">The elements from one index of a dimension to the next.</param>
/// <param name="Offset">The first element.</param>
internal sealed record StridedLayout(int[] Shape, long[] Strides, long Offset = 0)
{
    /// <summary>The number of elements.</summary>
    public long Count => Shape.Contains(0) ? 0 : Shape.Aggregate(1L, (product, length) => checked(product * length));

    /// <summary>Whether the elements lie in the order of a tensor, without gaps.</summary>
    public bool IsRowMajor
    {
        get
        {
            var stride = 1L;
            for (var d = Shape.Length - 1; d >= 0; d--)
            {
                if (Shape[d] != 1 && Strides[d] != stride)
                {
                    return false;
                }

                stride *= Shape[d];
            }

            return true;
        }
    }

    /// <summary>The layout in which the first index runs fastest.</summary>
    public static StridedLayout ColumnMajor(int[] shape)
    {
        var (strides, stride) = (new long[shape.Length], 1L);
        for (var d = 0; d < shape.Length; d++)
        {
            strides[d] = stride;
            stride *= shape[d];
        }

        return new StridedLayout(shape, strides);
    }

    /// <summary>Whether all elements lie within a buffer of a length; strides are not negative.</summary>
    public bool FitsInto(long length)
    {
        Int128 last = Offset;
        for (var d = 0; d < Shape.Length; d++)
        {
            if (Shape[d] == 0)
            {
                return Offset >= 0;
            }

            if (Strides[d] < 0)
            {
                return false;
            }

            last += (Int128)(Shape[d] - 1) * Strides[d];
        }

        return Offset >= 0 && last < length;
    }

    /// <summary>The elements in row-major order: a part of the buffer where they lie so, otherwise a copy.</summary>
    /// <param name="buffer">The buffer, into which the layout fits.</param>
    /// <param name="size">The bytes of an element.</param>
    public ReadOnlyMemory<byte> RowMajor(ReadOnlyMemory<byte> buffer, int size)
    {
        var count = checked((int)Count);
        if (count == 0)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        return IsRowMajor ? buffer.Slice(checked((int)(Offset * size)), count * size) : Gathered(buffer.Span, count, size);
    }

    private byte[] Gathered(ReadOnlySpan<byte> buffer, int count, int size)
    {
        var (gathered, index, place) = (new byte[count * size], new int[Shape.Length], Offset);
        for (var i = 0; i < count; i++)
        {
            buffer.Slice((int)(place * size), size).CopyTo(gathered.AsSpan(i * size));
            for (var d = Shape.Length - 1; d >= 0; d--)
            {
                place += Strides[d];
                if (++index[d] < Shape[d])
                {
                    break;
                }

                place -= Strides[d] * Shape[d];
                index[d] = 0;
            }
        }

        return gathered;
    }
}
