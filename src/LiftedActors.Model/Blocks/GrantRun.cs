using LiftedActors.Model.Devices;
using LiftedActors.Model.Schedules;

namespace LiftedActors.Model.Blocks;

/// <summary>
/// Grants of equal work that do not read one another, most often one: they are carried out by one call of each kernel. Bits are those of
/// carrying them out one by one.
/// </summary>
public sealed class GrantRun
{
    private readonly ComputeDevice _device;
    private readonly KernelCalls _kernels;
    private readonly Turn[] _turns;
    private readonly BlockValue[] _reads;
    private readonly BlockValue?[] _outputs;
    private int _readCount;
    private int _present;

    /// <summary>Creates an empty run.</summary>
    /// <param name="device">Where the values lie.</param>
    /// <param name="longest">The most grants.</param>
    /// <param name="mostReads">The most reads of a grant.</param>
    public GrantRun(ComputeDevice device, int longest, int mostReads)
    {
        (_device, _kernels) = (device, new KernelCalls(device, longest));
        _turns = new Turn[longest];
        _reads = new BlockValue[longest * mostReads];
        _outputs = new BlockValue?[longest];
    }

    /// <summary>The grants in it.</summary>
    public int Count { get; private set; }

    /// <summary>The grant that a fault came from: the one that was begun or concluded last, or the first where a kernel was called for all.</summary>
    public Grant Present => _turns[_present].Grant;

    /// <summary>Takes all grants out.</summary>
    public void Clear() => (Count, _readCount) = (0, 0);

    /// <summary>Where the values that the next grant reads are to be written before it is added.</summary>
    /// <param name="reads">Their number.</param>
    public Span<BlockValue> NextReads(int reads) => _reads.AsSpan(_readCount, reads);

    /// <summary>Adds a grant, whose values have been written.</summary>
    public void Add(Block block, Grant grant, int reads)
    {
        _turns[Count++] = new Turn(block, grant, _readCount, reads);
        _readCount += reads;
    }

    /// <summary>Carries all grants out, beside other threads: afterwards all is done that the device was asked for.</summary>
    /// <param name="iteration">The iteration.</param>
    public void ExecuteApart(int iteration)
    {
        _device.BeginRun();
        try
        {
            Execute(iteration);
        }
        finally
        {
            _device.EndRun();
        }
    }

    /// <summary>Carries all grants out.</summary>
    /// <param name="iteration">The iteration.</param>
    public void Execute(int iteration)
    {
        _kernels.Begin(Count);
        for (_present = 0; _present < Count; _present++)
        {
            ref readonly var turn = ref _turns[_present];
            turn.Block.Begin(turn.Grant, iteration, Reads(turn), _kernels);
        }

        _present = 0;
        _kernels.Run();
        for (; _present < Count; _present++)
        {
            ref readonly var turn = ref _turns[_present];
            _outputs[_present] = turn.Block.Conclude(turn.Grant, Reads(turn), _kernels);
        }

        _present = 0;
    }

    /// <summary>What a grant publishes; null where there is nothing.</summary>
    /// <param name="place">The place of the grant in the run.</param>
    public BlockValue? Output(int place) => _outputs[place];

    private ReadOnlySpan<BlockValue> Reads(in Turn turn) => _reads.AsSpan(turn.FirstRead, turn.Reads);

    private readonly record struct Turn(Block Block, Grant Grant, int FirstRead, int Reads);
}
