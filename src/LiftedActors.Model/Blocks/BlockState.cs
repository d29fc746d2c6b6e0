using System.Collections.Immutable;

namespace LiftedActors.Model.Blocks;

/// <summary>One named array of a saved block.</summary>
/// <param name="Name">Its name within the block, for example <c>value</c> or <c>moment.0</c>.</param>
/// <param name="Rows">Rows, or 1.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Values">The values, row after row; a copy that nobody writes again.</param>
public sealed record StateArray(string Name, int Rows, int Columns, ReadOnlyMemory<Real> Values);

/// <summary>The saved state of one block at a quiet point.</summary>
/// <param name="Block">The block.</param>
/// <param name="Arrays">Its arrays.</param>
/// <param name="Steps">The step count of its update.</param>
public sealed record BlockState(BlockId Block, ImmutableArray<StateArray> Arrays, long Steps)
{
    /// <summary>The values of an array of the state, which must have the given length.</summary>
    /// <exception cref="ArgumentException">The array is missing or of another size.</exception>
    public ReadOnlySpan<Real> Read(string name, int length)
    {
        var array = Arrays.FirstOrDefault(candidate => candidate.Name == name)
            ?? throw new ArgumentException($"The saved state of {Block} has no array '{name}'.", nameof(name));
        if (array.Values.Length != length)
        {
            throw new ArgumentException(
                $"The saved array '{name}' of {Block} has {array.Values.Length} values where {length} are expected.", nameof(name));
        }

        return array.Values.Span;
    }
}
