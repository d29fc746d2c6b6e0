using LiftedActors.Model.Blocks;

namespace LiftedActors.Model.Schedules;

/// <summary>
/// Numbers the streams of values, one number per source, kind and sweep, so that what carries grants out looks values up in arrays.
/// A value is then told by its stream and its iteration.
/// </summary>
public sealed class ValueStreams
{
    /// <summary>In the place of a sweep: the newest value of all sweeps, whichever it is.</summary>
    public const int Newest = -1;

    private readonly Dictionary<(BlockId Source, ValueKind Kind, int Sweep), int> _numbers = [];

    /// <summary>The streams numbered so far, from 0.</summary>
    public int Count => _numbers.Count;

    /// <summary>The number of a stream; the next free one where it has none yet.</summary>
    public int Number(BlockId source, ValueKind kind, int sweep)
    {
        _numbers.TryAdd((source, kind, sweep), _numbers.Count);
        return _numbers[(source, kind, sweep)];
    }

    /// <summary>The number of a stream, or −1 where it has none.</summary>
    public int Find(BlockId source, ValueKind kind, int sweep) => _numbers.GetValueOrDefault((source, kind, sweep), -1);
}
