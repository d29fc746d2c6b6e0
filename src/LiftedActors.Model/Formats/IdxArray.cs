namespace LiftedActors.Model.Formats;

/// <summary>An array of bytes of any number of dimensions, as an IDX file holds it: labels (1), images (3: count, height, width).</summary>
public sealed class IdxArray
{
    private readonly byte[] _values;

    /// <summary>An array over <paramref name="values"/>, which is not copied.</summary>
    /// <exception cref="ArgumentException">The number of values differs from the product of the lengths.</exception>
    public IdxArray(IReadOnlyList<int> lengths, byte[] values)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        ArgumentNullException.ThrowIfNull(values);
        if (lengths.Count is 0 or > 255 || lengths.Any(length => length < 0) || lengths.Aggregate(1L, (product, length) => product * length) != values.Length)
        {
            throw new ArgumentException($"{values.Length} values are not an array of {string.Join(" × ", lengths)}.", nameof(values));
        }

        (Lengths, _values) = (lengths, values);
    }

    /// <summary>The length along every dimension, slowest first.</summary>
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>The number of items along the first dimension.</summary>
    public int Count => Lengths[0];

    /// <summary>The number of values of one item.</summary>
    public int ItemSize => Lengths.Skip(1).Aggregate(1, (product, length) => product * length);

    /// <summary>The values, the last dimension fastest.</summary>
    public ReadOnlySpan<byte> Values => _values;

    /// <summary>Writes items as grey values byte / 255 to <paramref name="target"/>, as many as fill it.</summary>
    /// <param name="firstItem">The first item.</param>
    /// <param name="target">Items × item size values.</param>
    /// <exception cref="ArgumentException">The target is no whole number of items, or the array has not as many.</exception>
    public void CopyGreyValues(int firstItem, Span<Real> target)
    {
        var start = (long)firstItem * ItemSize;
        if (firstItem < 0 || ItemSize == 0 || target.Length % ItemSize != 0 || start + target.Length > _values.Length)
        {
            throw new ArgumentException($"An array of {string.Join(" × ", Lengths)} cannot fill {target.Length} values from item {firstItem}.");
        }

        ToGreyValues(_values.AsSpan((int)start, target.Length), target);
    }

    /// <summary>Writes byte / 255 for each byte.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="target">Receives as many values.</param>
    public static void ToGreyValues(ReadOnlySpan<byte> bytes, Span<Real> target)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            target[i] = (Real)(bytes[i] / 255.0);
        }
    }
}
