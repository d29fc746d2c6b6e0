using System.Collections.Immutable;
using System.Globalization;

namespace LiftedActors.Model.Inversion;

/// <summary>Data that no pre-activation comes near: they lie outside the range of the activation, where the misfit is infinite.</summary>
public sealed class DataOutOfRangeException : ArgumentException
{
    private const int Shown = 5;

    /// <summary>Names the entries.</summary>
    /// <param name="activation">The activation, for the sentence.</param>
    /// <param name="data">The data.</param>
    /// <param name="entries">The entries outside; empty where only all together are (as off a simplex).</param>
    /// <param name="projection">The nearest data in the range.</param>
    public DataOutOfRangeException(string activation, ReadOnlySpan<Real> data, ImmutableArray<int> entries, ImmutableArray<Real> projection)
        : base(Sentence(activation, data, entries)) => (Entries, Projection) = (entries, projection);

    /// <summary>The entries outside; empty where only all together are.</summary>
    public ImmutableArray<int> Entries { get; }

    /// <summary>The nearest data in the range, to be taken instead.</summary>
    public ImmutableArray<Real> Projection { get; }

    private static string Sentence(string activation, ReadOnlySpan<Real> data, ImmutableArray<int> entries)
    {
        var where = "the data as a whole do";
        if (!entries.IsEmpty)
        {
            var named = new List<string>();
            foreach (var entry in entries.AsSpan()[..Math.Min(Shown, entries.Length)])
            {
                named.Add(string.Create(CultureInfo.InvariantCulture, $"entry {entry} ({data[entry]:g4})"));
            }

            where = string.Join(", ", named) + (entries.Length > Shown ? $" and {entries.Length - Shown} more do" : entries.Length == 1 ? " does" : " do");
        }

        return $"Of {data.Length} values, {where} not lie in the range of the activation {activation}; take the projection onto it that this error offers, or check whether the data belong to this layer.";
    }
}
