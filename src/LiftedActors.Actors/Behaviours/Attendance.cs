using System.Collections.Immutable;
using LiftedActors.Model.Blocks;

namespace LiftedActors.Actors.Behaviours;

/// <summary>Which of those that were called have answered. They are counted in their order, whatever order they answer in, and each once.</summary>
/// <param name="called">Blocks, or stacks by the block that they are addressed by.</param>
internal sealed class Attendance(ImmutableArray<BlockId> called)
{
    private readonly Dictionary<BlockId, int> _places = called.Select((block, place) => (block, place)).ToDictionary();
    private readonly bool[] _present = new bool[called.Length];
    private int _count;

    /// <summary>Whether all have answered.</summary>
    public bool IsComplete => _count == _present.Length;

    /// <summary>Those that have not answered, in their order.</summary>
    public IEnumerable<BlockId> Missing => called.Where(id => !_present[_places[id]]);

    /// <summary>Notes an answer; gives its sender's place, or null where it is unknown or has answered before.</summary>
    public int? Enter(BlockId block)
    {
        if (!_places.TryGetValue(block, out var place) || _present[place])
        {
            return null;
        }

        _present[place] = true;
        _count++;
        return place;
    }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        Array.Clear(_present);
        _count = 0;
    }
}
