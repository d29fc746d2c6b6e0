using System.Collections.Immutable;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving;

namespace LiftedActors.Actors.Behaviours;

/// <summary>
/// The blocks of an objective as stacks. Wide blocks stay alone; narrow ones, whose kernels are as short as messages, are stacked:
/// runs of neighbouring layers of one shard, and runs of parameters, as few as keep all workers busy.
/// </summary>
/// <remarks>
/// No partition can lead to a deadlock or to other bits. The order of a plan extends the order that the reads and the blocks' own
/// programs impose, and a stack carries its grants out in plan order; so of all grants that are not carried out yet the first in
/// plan order is always the next one of its stack and has all its reads.
/// </remarks>
internal sealed class Partition
{
    /// <summary>Multiplications of a sweep, below which a stack is not cut further.</summary>
    private const double LeastWork = 2e6;

    private readonly Dictionary<BlockId, BlockId> _leads;
    private readonly int _wide;

    /// <summary>Partitions the blocks.</summary>
    /// <param name="objective">The blocks.</param>
    /// <param name="workers">The threads that run kernels.</param>
    /// <param name="wide">Layers at least that wide in or out stay alone.</param>
    public Partition(LiftedObjective objective, int workers, int wide)
    {
        (Objective, _wide) = (objective, wide);
        var groups = objective.Blocks.GroupBy(block => Group(block.Id, workers)).Select(group => group.ToImmutableArray());
        Stacks = [.. groups.SelectMany(blocks => Cut(blocks, workers)).OrderBy(stack => objective.Blocks.IndexOf(stack.Blocks[0]))];
        _leads = Stacks.SelectMany(stack => stack.Blocks.Select(block => (block.Id, stack.Lead))).ToDictionary();
    }

    /// <summary>The objective.</summary>
    public LiftedObjective Objective { get; }

    /// <summary>The stacks; every block is in one.</summary>
    public ImmutableArray<Stack> Stacks { get; }

    /// <summary>The blocks that the stacks are addressed by.</summary>
    public IEnumerable<BlockId> Leads => Stacks.Select(stack => stack.Lead);

    /// <summary>The block by which the stack of a block is addressed.</summary>
    public BlockId Lead(BlockId block) => _leads[block];

    /// <summary>What may lie in one stack: with one worker all that is narrow, otherwise one shard or the parameters.</summary>
    private static (BlockKind Kind, int Shard) Group(BlockId block, int workers) => workers == 1 ? default : (block.Kind, block.Shard);

    private IEnumerable<Stack> Cut(ImmutableArray<Block> group, int workers)
    {
        var run = new List<Block>();
        foreach (var block in group)
        {
            if (IsWide(block.Id))
            {
                yield return new Stack([block]);
            }
            else
            {
                run.Add(block);
            }
        }

        var pieces = workers == 1 ? 1 : Pieces(run, workers);
        for (var i = 0; i < pieces; i++)
        {
            var (first, end) = ((int)((long)run.Count * i / pieces), (int)((long)run.Count * (i + 1) / pieces));
            if (end > first)
            {
                yield return new Stack([.. run.GetRange(first, end - first)]);
            }
        }
    }

    /// <summary>As many pieces as give every worker one, all shards together, unless they become too small.</summary>
    private int Pieces(List<Block> run, int workers)
    {
        if (run.Count == 0)
        {
            return 0;
        }

        var shards = run[0].Id.Kind == BlockKind.Parameters ? 1 : Objective.Method.BlockShards;
        var worthwhile = Math.Max(1, (int)(run.Sum(block => Work(block.Id)) / LeastWork));
        return Math.Min((workers + shards - 1) / shards, worthwhile);
    }

    private bool IsWide(BlockId block) => Map(block).Width >= _wide;

    /// <summary>Multiplications of a sweep, roughly: three products of a term; some passes over parameters.</summary>
    private double Work(BlockId block) => Map(block).ParameterCount
        * (block.Kind == BlockKind.Parameters ? 20.0 : 3.0 * Objective.Sampler.LargestBatch(block.Shard % Objective.Sampler.Shards));

    /// <summary>The map below a block; Z_0 counts with the layer that it feeds.</summary>
    private LayerMap Map(BlockId block) => Objective.Problem.Network.Layers[Math.Max(block.Layer, 1) - 1].Map;
}
