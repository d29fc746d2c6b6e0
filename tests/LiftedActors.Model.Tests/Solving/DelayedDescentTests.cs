using LiftedActors.Model.Blocks;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Potentials;

namespace LiftedActors.Model.Tests.Solving;

/// <summary>
/// The function V of docs/mathematics.md §6 falls at every event: F, and for every update that others may still miss what they will then
/// pay. Its constants are suprema over the execution, by Frobenius norms.
/// </summary>
public sealed class DelayedDescentTests
{
    private const int Sweeps = 25;
    private readonly Dictionary<BlockId, double[]> _values = [];
    private readonly Dictionary<int, Suprema> _suprema = [];
    private readonly List<Event> _events = [];

    [Theory]
    [MemberData(nameof(BoundedDelayTests.Cases), MemberType = typeof(BoundedDelayTests))]
    public void ItFallsAtEveryEvent(int delay, string word)
    {
        var objective = BoundedDelayTests.Lift(delay, word, new FullBatch(Sweeps));
        var execution = new DelayedExecution(objective, seed: 3);
        execution.Run((_, _) => { });
        Look(objective);
        var before = ReferenceObjective.Of(objective, 1) * Samples(objective);
        execution.Run((grant, _) =>
        {
            if (grant.Work == Work.Step)
            {
                var old = _values[grant.Block];
                Look(objective);
                var move = PotentialCases.SquaredDistance(old, _values[grant.Block]);
                _events.Add(new Event(grant.Block, grant.Sweep, move, ReferenceObjective.Of(objective, 1) * Samples(objective)));
            }
        });

        var (last, rises) = (before, 0);
        var borne = 0.0;
        for (var count = 1; count <= _events.Count; count++)
        {
            var owed = Owed(objective, delay, count);
            var now = _events[count - 1].Objective + owed;
            Assert.True(now <= last + JacobiTests.Slack(before), $"Event {count}, {_events[count - 1]}: V rose from {last} to {now}.");
            rises += count > 1 && _events[count - 1].Objective > _events[count - 2].Objective ? 1 : 0;
            (last, borne) = (now, Math.Max(borne, owed));
        }

        // At the quiet point nothing is owed, though between there was.
        Assert.Equal(_events[^1].Objective, last);
        Assert.True(borne > 0 && rises < _events.Count / 10, $"{borne} was owed at most, and F rose at {rises} of {_events.Count} events.");
    }

    private static int Samples(LiftedObjective objective) => objective.Sampler.BatchSize(1);

    private static double Squared(double[] values) => values.Sum(value => value * value);

    private void Look(LiftedObjective objective)
    {
        foreach (var block in objective.Blocks)
        {
            _values[block.Id] = block.Standing?.Value switch
            {
                ActivationValue z => PotentialCases.Widen(((Matrix)z.Values).Values),
                ParameterValue theta => PotentialCases.Widen(((PackedParameters)theta.Packed).Values),
                _ => PotentialCases.Widen(Matrix.Of(objective.CurrentInputs).Values),
            };
        }

        var samples = Samples(objective);
        foreach (var block in objective.Parameters)
        {
            var layer = block.Id.Layer;
            var weight = ReferenceObjective.Weight(objective, layer);
            var below = objective.Blocks.Where(other => other.Id.Kind == BlockKind.Activations && other.Id.Layer == layer - 1);
            var weights = PotentialCases.Widen(((PackedParameters)block.Current.Packed).Weights.Values);
            var input = layer == 1 ? Squared(_values[BlockId.Activations(0, 0)]) : below.Sum(other => Squared(_values[other.Id]));
            var error = 2 * weight * ReferenceObjective.Layer(objective, layer, 1);
            _suprema[layer] = _suprema.GetValueOrDefault(layer).With(Squared(weights), input + samples, error);
        }
    }

    /// <summary>What those that moved in the first events still owe to those who have not seen it.</summary>
    private double Owed(LiftedObjective objective, int delay, int count)
    {
        var updates = _events.Take(count).GroupBy(e => e.Block).ToDictionary(group => group.Key, group => group.Count());
        return _events.Take(count).Sum(e => Partners(objective, e.Block, delay).Sum(partner =>
            0.5 * partner.Price * e.SquaredMove * Math.Max(0, Math.Min(e.Number + partner.Window, Sweeps) - updates.GetValueOrDefault(partner.Block))));
    }

    private IEnumerable<(BlockId Block, double Price, int Window)> Partners(LiftedObjective objective, BlockId block, int delay)
    {
        var depth = objective.Parameters.Length;
        var shards = Enumerable.Range(0, objective.Sampler.Shards).ToArray();
        if (block.Kind == BlockKind.Parameters)
        {
            var (own, weight) = (_suprema[block.Layer], ReferenceObjective.Weight(objective, block.Layer));
            yield return (block, weight * own.Input, 2 * delay);
            foreach (var shard in shards)
            {
                if (block.Layer < depth)
                {
                    yield return (BlockId.Activations(block.Layer, shard), weight * own.Input, delay);
                }

                if (block.Layer > 1)
                {
                    yield return (BlockId.Activations(block.Layer - 1, shard), own.Meeting(weight) * own.Input, 2 * delay);
                }
            }

            yield break;
        }

        var (above, weightAbove, weightOwn) = (
            _suprema[block.Layer + 1], ReferenceObjective.Weight(objective, block.Layer + 1), ReferenceObjective.Weight(objective, block.Layer));
        yield return (block, weightAbove * above.Weights, 2 * delay);
        yield return (BlockId.Parameters(block.Layer + 1), above.Meeting(weightAbove) * above.Weights, 2 * delay);
        yield return (BlockId.Parameters(block.Layer), weightOwn, delay);
        if (block.Layer + 1 < depth)
        {
            yield return (block with { Layer = block.Layer + 1 }, weightAbove * above.Weights, delay);
        }

        if (block.Layer > 1)
        {
            yield return (block with { Layer = block.Layer - 1 }, weightOwn, delay);
        }
    }

    /// <summary>Bounds of |W|², |A|² and |E|² of a term.</summary>
    private readonly record struct Suprema(double Weights, double Input, double Error)
    {
        public Suprema With(double weights, double input, double error) =>
            new(Math.Max(Weights, weights), Math.Max(Input, input), Math.Max(Error, error));

        public double Meeting(double weight) => weight + Math.Sqrt(Error / (Weights * Input));
    }

    private sealed record Event(BlockId Block, int Number, double SquaredMove, double Objective);
}
