using LiftedActors.Model.Blocks;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Actors.Behaviours;

/// <summary>
/// The values that a block may read, by exact version. A message that comes twice, late or out of order changes nothing.
/// </summary>
/// <remarks>
/// An iteration reads its own versions and those of the iteration before, so that two places per stream and sweep are enough, taken
/// in turn: what overwrites a version is two iterations newer, and by then nobody reads it.
/// </remarks>
internal sealed class Inbox
{
    private readonly Dictionary<(BlockId Source, ValueKind Kind, int Sweep), int> _streams = [];
    private readonly (int Iteration, BlockValue? Value)[] _places;

    /// <summary>Makes places for everything that some grants read.</summary>
    public Inbox(IEnumerable<Grant> grants)
    {
        foreach (var read in grants.SelectMany(grant => grant.Reads))
        {
            _streams.TryAdd((read.Source, read.Kind, read.Version.Sweep), _streams.Count);
        }

        _places = new (int, BlockValue?)[2 * _streams.Count];
    }

    /// <summary>Keeps a value, unless nobody here reads it or a newer one is there.</summary>
    public void Keep(Published published)
    {
        var version = published.Version;
        if (_streams.TryGetValue((published.Source, published.Kind, version.Sweep), out var stream))
        {
            ref var place = ref _places[Place(stream, version.Iteration)];
            if (place.Value is null || version.Iteration > place.Iteration)
            {
                place = (version.Iteration, published.Value);
            }
        }
    }

    /// <summary>The value of exactly this version, or null while it is not there.</summary>
    /// <param name="read">What to read, with its absolute iteration.</param>
    public BlockValue? Find(in Read read)
    {
        var (iteration, value) = _places[Place(_streams[(read.Source, read.Kind, read.Version.Sweep)], read.Version.Iteration)];
        return iteration == read.Version.Iteration ? value : null;
    }

    private static int Place(int stream, int iteration) => (2 * stream) + (iteration & 1);
}
