using LiftedActors.Model.Blocks;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Actors.Behaviours;

/// <summary>
/// The values that a stack may read, by exact version, and the newest of those of which newer ones serve as well. A value that comes
/// twice, late or out of order changes nothing.
/// </summary>
/// <remarks>
/// An iteration reads its own versions and those of the iteration before, so that two places per stream are enough, taken
/// in turn: what overwrites a version is two iterations newer, and by then nobody reads it.
/// </remarks>
/// <param name="streams">The streams that the stack knows, all numbered.</param>
internal sealed class Inbox(ValueStreams streams)
{
    private readonly (BlockVersion Version, BlockValue? Value)[] _places = new (BlockVersion, BlockValue?)[2 * streams.Count];

    /// <summary>Keeps a value that came, unless nobody here reads it or a newer one is there.</summary>
    public void Keep(Published published)
    {
        var (source, kind, version) = (published.Source, published.Kind, published.Version);
        Keep(streams.Find(source, kind, version.Sweep), version, published.Value);
        Keep(streams.Find(source, kind, ValueStreams.Newest), version, published.Value);
    }

    /// <summary>Keeps a value of a stream, unless a newer one is there.</summary>
    /// <param name="stream">The stream, or −1 for none.</param>
    /// <param name="version">The version, with its absolute iteration.</param>
    /// <param name="value">The value.</param>
    public void Keep(int stream, BlockVersion version, BlockValue value)
    {
        if (stream < 0)
        {
            return;
        }

        ref var place = ref _places[Place(stream, version.Iteration)];
        var present = place.Version;
        if (place.Value is null || (version.Iteration, version.Sweep).CompareTo((present.Iteration, present.Sweep)) > 0)
        {
            place = (version, value);
        }
    }

    /// <summary>The value to read and its sweep, or null while it is not there.</summary>
    /// <param name="read">What to read.</param>
    /// <param name="iteration">The iteration that is granted.</param>
    /// <param name="sweep">The sweep of the value.</param>
    public BlockValue? Find(CompiledRead read, int iteration, out int sweep)
    {
        var wanted = iteration + read.Iteration;
        var (version, value) = _places[Place(read.Stream, wanted)];
        sweep = version.Sweep;
        return version.Iteration == wanted && sweep >= read.Oldest ? value : null;
    }

    private static int Place(int stream, int iteration) => (2 * stream) + (iteration & 1);
}
