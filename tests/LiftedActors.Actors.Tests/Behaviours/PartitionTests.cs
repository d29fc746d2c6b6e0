using LiftedActors.Actors.Behaviours;
using LiftedActors.Actors.Tests.Problems;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Actors.Tests.Behaviours;

/// <summary>How blocks are stacked.</summary>
public class PartitionTests
{
    public static TheoryData<string> Methods => [.. Cases.OnePerSchedule];

    [Theory]
    [InlineData(1, 256)]
    [InlineData(2, 256)]
    [InlineData(5, 256)]
    [InlineData(3, 0)]
    public void Every_block_is_in_one_stack_and_found_by_it(int workers, int wide)
    {
        var partition = new Partition(Deep(64), workers, wide);

        Assert.Equal(
            partition.Objective.Blocks.Select(block => block.Id).ToHashSet(),
            partition.Stacks.SelectMany(stack => stack.Blocks).Select(block => block.Id).ToHashSet());
        Assert.Equal(partition.Objective.Blocks.Length, partition.Stacks.Sum(stack => stack.Blocks.Length));
        Assert.All(partition.Stacks, stack => Assert.All(stack.Blocks, block => Assert.Equal(stack.Lead, partition.Lead(block.Id))));
    }

    [Fact]
    public void Blocks_of_wide_layers_stay_alone()
    {
        var problem = TinyProblems.Regression("relu", 8, 1, 6, 300, 6, 6, 6);
        var objective = TinyProblems.Lift(problem, Method());
        var partition = new Partition(objective, 2, 256);

        var together = partition.Stacks.Where(stack => stack.Blocks.Length > 1).SelectMany(stack => stack.Blocks).ToArray();
        Assert.NotEmpty(together);
        Assert.All(together, block => Assert.True(block.Id.Layer > 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Narrow_blocks_of_much_work_make_a_stack_for_every_worker_at_least(int workers)
    {
        var partition = new Partition(Deep(64), workers, 256);

        // Two shards; the parameters are stacks of their own where there are two workers.
        var ofShards = partition.Stacks.Count(stack => stack.Lead.Kind == BlockKind.Activations);
        Assert.InRange(ofShards, workers, Math.Max(2, workers));
        Assert.Equal(workers == 1 ? 1 : ofShards + workers, partition.Stacks.Length);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_stack_that_holds_all_asks_nobody(string name)
    {
        var partition = new Partition(Cases.Lift(name), 1, 256);
        var stack = Assert.Single(partition.Stacks);
        var (fence, outbox) = (new Fence("run", 1), new Outbox());
        var behaviour = new BlockBehaviour(fence, partition, stack, null);
        behaviour.Receive(new RestoreBlock("run", 1, 0, []), outbox);
        for (var iteration = 0; iteration < 3; iteration++)
        {
            outbox.Take();
            behaviour.Receive(new GrantIteration("run", 1, iteration), outbox);
            Assert.All(outbox.Take(), sent => Assert.IsType<BlockUpdated>(sent.Message));
        }

        Assert.Equal(Runs.Reference(() => Cases.Lift(name), 3).Bits, Bits.Of(partition.Objective));
    }

    private static LiftedObjective Deep(int width) =>
        TinyProblems.Lift(TinyProblems.Regression("relu", 64, 1, [.. Enumerable.Repeat(width, 120)]), Method());

    private static LiftedMethod Method() =>
        TinyProblems.Method(new OneSweep(), new FixedPoint(), new Adam(0.001), new FullBatch());
}
