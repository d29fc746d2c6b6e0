using System.Collections.Immutable;
using LiftedActors.Model.Blocks;

namespace LiftedActors.Actors.Behaviours;

/// <summary>Which blocks have answered. Blocks are counted in block order, whatever order they answer in, and each once.</summary>
/// <param name="blocks">The blocks, in block order.</param>
internal sealed class Attendance(ImmutableArray<Block> blocks)
{
    private readonly Dictionary<BlockId, int> _places = blocks.Select((block, place) => (block.Id, place)).ToDictionary();
    private readonly bool[] _present = new bool[blocks.Length];
    private int _count;

    /// <summary>Whether all have answered.</summary>
    public bool IsComplete => _count == _present.Length;

    /// <summary>Those that have not answered, in block order.</summary>
    public IEnumerable<BlockId> Missing => blocks.Select(block => block.Id).Where(id => !_present[_places[id]]);

    /// <summary>Notes an answer; gives the block's place, or null where the block is unknown or has answered before.</summary>
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
