using LiftedActors.Model.Blocks;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Actors.Behaviours;

/// <summary>
/// The values that a stack may read, by exact version. A value that comes twice, late or out of order changes nothing.
/// </summary>
/// <remarks>
/// An iteration reads its own versions and those of the iteration before, so that two places per stream are enough, taken
/// in turn: what overwrites a version is two iterations newer, and by then nobody reads it.
/// </remarks>
/// <param name="streams">The streams that the stack knows, all numbered.</param>
internal sealed class Inbox(ValueStreams streams)
{
    private readonly (int Iteration, BlockValue? Value)[] _places = new (int, BlockValue?)[2 * streams.Count];

    /// <summary>Keeps a value that came, unless nobody here reads it or a newer one is there.</summary>
    public void Keep(Published published)
    {
        var stream = streams.Find(published.Source, published.Kind, published.Version.Sweep);
        if (stream >= 0)
        {
            Keep(stream, published.Version.Iteration, published.Value);
        }
    }

    /// <summary>Keeps a value of a stream, unless a newer one is there.</summary>
    public void Keep(int stream, int iteration, BlockValue value)
    {
        ref var place = ref _places[Place(stream, iteration)];
        if (place.Value is null || iteration > place.Iteration)
        {
            place = (iteration, value);
        }
    }

    /// <summary>The value of exactly this version, or null while it is not there.</summary>
    /// <param name="read">What to read.</param>
    /// <param name="iteration">The iteration that is granted.</param>
    public BlockValue? Find(CompiledRead read, int iteration)
    {
        var wanted = iteration + read.Iteration;
        var (present, value) = _places[Place(read.Stream, wanted)];
        return present == wanted ? value : null;
    }

    private static int Place(int stream, int iteration) => (2 * stream) + (iteration & 1);
}
