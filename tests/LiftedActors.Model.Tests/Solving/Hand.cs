using LiftedActors.Model.Blocks;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Potentials;

namespace LiftedActors.Model.Tests.Solving;

/// <summary>Grants given by hand: Θ stays, only activations move.</summary>
internal sealed class Hand(LiftedObjective objective)
{
    private readonly int _depth = objective.Problem.Network.Depth;
    private readonly Dictionary<BlockId, BlockValue> _values = objective.Parameters.ToDictionary(block => block.Id, block => (BlockValue)block.Current);

    public void Forward()
    {
        foreach (var shard in Enumerable.Range(0, objective.Method.BlockShards))
        {
            _values[BlockId.Activations(0, shard)] = Execute(BlockId.Activations(0, shard), Work.Load, ValueKind.Activation)!;
            Execute(BlockId.Activations(_depth, shard), Work.Load, null);
            for (var layer = 1; layer < _depth; layer++)
            {
                Keep(BlockId.Activations(layer, shard), Execute(BlockId.Activations(layer, shard), Work.Forward, ValueKind.Activation, Inputs(layer, shard)));
            }
        }
    }

    /// <param name="published">Whether the other blocks see the swept activations, or keep the forward ones.</param>
    public void TopDown(bool published)
    {
        foreach (var shard in Enumerable.Range(0, objective.Method.BlockShards))
        {
            for (var layer = _depth - 1; layer >= 1; layer--)
            {
                var feedback = Execute(BlockId.Activations(layer + 1, shard), Work.Feedback, ValueKind.Feedback, Inputs(layer + 1, shard))!;
                var block = BlockId.Activations(layer, shard);
                var swept = Execute(block, Work.Step, ValueKind.Activation, [feedback, .. Inputs(layer, shard)]);
                Keep(block, published ? swept : _values[block]);
            }
        }
    }

    /// <summary>The gradient of F in Θ at the present activations, per layer.</summary>
    public double[][] Gradient() =>
    [
        .. Enumerable.Range(1, _depth).Select(layer => Summands(layer)
            .Select(summand => PotentialCases.Widen(((Matrix)summand.Gradient.Flat).Values).Select(value => summand.Sign * value))
            .Aggregate((a, b) => a.Zip(b, (x, y) => x + y))
            .Select(value => value / objective.Problem.Samples).ToArray()),
    ];

    /// <summary>F at the present activations.</summary>
    public double Objective() =>
        Enumerable.Range(1, _depth).Sum(layer => Summands(layer).Sum(summand => summand.Term)) / objective.Problem.Samples;

    private IEnumerable<SummandValue> Summands(int layer) => Enumerable.Range(0, objective.Method.BlockShards)
        .Select(shard => (SummandValue)Execute(BlockId.Activations(layer, shard), Work.Summand, ValueKind.Summand, Inputs(layer, shard))!);

    private void Keep(BlockId block, BlockValue? value) => _values[block] = value!;

    private BlockValue[] Inputs(int layer, int shard) => [_values[BlockId.Activations(layer - 1, shard)], _values[BlockId.Parameters(layer)]];

    private BlockValue? Execute(BlockId block, Work work, ValueKind? output, params BlockValue[] reads) =>
        objective[block].Execute(new Grant(0, block, work, 1, [], output), 0, reads);
}
