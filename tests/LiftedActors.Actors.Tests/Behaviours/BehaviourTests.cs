using LiftedActors.Actors.Behaviours;
using LiftedActors.Actors.Tests.Engines;
using LiftedActors.Actors.Tests.Problems;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;

namespace LiftedActors.Actors.Tests.Behaviours;

/// <summary>Behaviours, message by message.</summary>
public class BehaviourTests
{
    private static readonly Fence Fence = new("run", 1);
    private static readonly StartingPoint Start = StartingPoint.Of(null, null);
    private static readonly LiftedObjective Objective = Cases.Lift("OneSweep, fixed point, Adam, batches");
    private static readonly Partition Partition = new(Objective, 2, 0);
    private static readonly BlockOutcome Outcome = new(default, []);
    private readonly Outbox _outbox = new();

    [Fact]
    public void A_block_waits_for_the_versions_its_grant_names_and_acts_once()
    {
        var input = Behaviour(BlockId.Activations(0, 0));
        input.Receive(new RestoreBlock("run", 1, 0, []), _outbox);
        input.Receive(new GrantIteration("run", 1, 0), _outbox);
        var activation = Assert.Single(_outbox.Take().Select(sent => sent.Message).OfType<Published>().Distinct());
        var theta = Objective.Parameters[0];
        var parameters = new Published("run", 1, theta.Id, ValueKind.Parameters, new BlockVersion(-1, 1), theta.Current);

        var block = Behaviour(BlockId.Activations(1, 0));
        block.Receive(new RestoreBlock("run", 1, 0, []), _outbox);
        _outbox.Take();
        block.Receive(new GrantIteration("run", 1, 0), _outbox);
        block.Receive(activation with { Version = new BlockVersion(-1, 0) }, _outbox);
        block.Receive(parameters, _outbox);
        block.Receive(parameters, _outbox);
        Assert.Empty(_outbox.Take());

        block.Receive(new Tick("run", 1), _outbox);
        var waiting = (Waiting)Assert.Single(_outbox.Take()).Message;
        Assert.Contains("Activation of z.0.0 @ 0:0", waiting.What, StringComparison.Ordinal);
        Assert.Contains("Forward z.1.0", waiting.What, StringComparison.Ordinal);

        block.Receive(activation, _outbox);
        Assert.Contains(_outbox.Take(), sent => sent is { To.BlockId: { Layer: 2, Kind: BlockKind.Activations }, Message: Published });
        block.Receive(activation, _outbox);
        block.Receive(new GrantIteration("run", 1, 0), _outbox);
        Assert.Empty(_outbox.Take());
    }

    [Fact]
    public void A_block_hands_its_state_in_only_where_it_stands_still()
    {
        var block = Behaviour(BlockId.Activations(1, 0));
        var capture = new CaptureState("run", 1, 0, TimeSpan.Zero, 1);
        block.Receive(capture, _outbox);
        Assert.Empty(_outbox.Take());
        block.Receive(new RestoreBlock("run", 1, 0, []), _outbox);
        _outbox.Take();
        block.Receive(capture, _outbox);
        Assert.IsType<BlockCaptured>(Assert.Single(_outbox.Take()).Message);
        block.Receive(new GrantIteration("run", 1, 0), _outbox);
        block.Receive(capture, _outbox);
        Assert.Empty(_outbox.Take());
    }

    [Fact]
    public void Every_behaviour_drops_messages_of_other_generations_and_says_so()
    {
        var setting = Runs.Setting(3, new Store(), new Watch());
        IBehaviour[] behaviours =
        [
            Behaviour(BlockId.Parameters(1)),
            new ScheduleBehaviour(Fence, Partition, setting, Start),
            new RecorderBehaviour(Fence, Partition, setting.Observer, Start),
            new CheckpointBehaviour(Fence, Partition, setting),
        ];

        Assert.All(behaviours, behaviour => Assert.All(Samples(generation: 2), message =>
        {
            behaviour.Receive(message, _outbox);
            var (to, sent) = Assert.Single(_outbox.Take());
            Assert.Equal(Fence.Run, to);
            Assert.IsType<StaleMessageDropped>(sent);
        }));

        // All but the one that comes from outside.
        var messages = typeof(Message).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Message)) && type != typeof(BeginRun));
        Assert.Equal(messages.Count(), Samples(2).Select(sample => sample.GetType()).Distinct().Count());
    }

    [Fact]
    public void The_recorder_gives_the_same_sum_in_whatever_order_reports_come()
    {
        var random = new Random(1);
        var reports = Objective.Blocks.Select(block => new BlockUpdated(
            "run", 1, block.Id, 0, [new BlockOutcome(new BlockReport(random.NextDouble(), random.NextDouble(), random.NextDouble(), 0, 3), [])])).ToArray();
        var sums = new HashSet<IterationReport>();
        for (var order = 0; order < 20; order++)
        {
            var recorder = new RecorderBehaviour(Fence, Partition, new Watch(), Start);
            Message[] messages = [.. reports, reports[0], new RecordIteration("run", 1, 0, TimeSpan.Zero)];
            random.Shuffle(messages);
            Array.ForEach(messages, message => recorder.Receive(message, _outbox));
            sums.Add(((IterationRecorded)Assert.Single(_outbox.Take()).Message).Report);
        }

        Assert.Single(sums);
    }

    [Fact]
    public void The_schedule_grants_the_next_iteration_only_after_every_block_and_the_recorder()
    {
        var schedule = new ScheduleBehaviour(Fence, Partition, Runs.Setting(3, new Store(), new Watch()), Start);
        foreach (var block in Objective.Blocks)
        {
            Assert.Empty(_outbox.Take());
            schedule.Receive(new BlockRestored("run", 1, block.Id), _outbox);
        }

        Assert.Equal(Objective.Blocks.Length, _outbox.Take().Count(sent => sent.Message is GrantIteration { Iteration: 0 }));
        foreach (var block in Objective.Blocks)
        {
            Assert.Empty(_outbox.Take());
            schedule.Receive(new BlockUpdated("run", 1, block.Id, 0, [Outcome]), _outbox);
            schedule.Receive(new BlockUpdated("run", 1, Objective.Blocks[0].Id, 0, [Outcome]), _outbox);
        }

        Assert.IsType<RecordIteration>(Assert.Single(_outbox.Take()).Message);
        schedule.Receive(new IterationRecorded("run", 1, new IterationReport(0, 7, 1, 1, 0, 1, 0)), _outbox);
        Assert.Equal(Objective.Blocks.Length, _outbox.Take().Count(sent => sent.Message is GrantIteration { Iteration: 1 }));
    }

    [Fact]
    public void A_stall_names_who_waits_for_which_version_of_whom_and_who_does_not_answer()
    {
        var time = new VirtualTime();
        var setting = Runs.Setting(3, new Store(), new Watch()) with { Time = time, StallTimeout = TimeSpan.FromSeconds(60) };
        var schedule = new ScheduleBehaviour(Fence, Partition, setting, Start);
        foreach (var block in Objective.Blocks)
        {
            schedule.Receive(new BlockRestored("run", 1, block.Id), _outbox);
        }

        foreach (var block in Objective.Blocks.Where(block => block.Id.Kind == BlockKind.Activations && block.Id.Layer > 1))
        {
            schedule.Receive(new BlockUpdated("run", 1, block.Id, 0, [Outcome]), _outbox);
        }

        var waiter = Address.Block("run", BlockId.Parameters(2));
        for (var done = 0; done < 2; done++)
        {
            // A turn carried out is progress: the second answer begins the wait anew.
            Pass(time, schedule, done == 0 ? 35 : 20);
            schedule.Receive(new Waiting("run", 1, waiter, done, "Summand of z.2.1 @ 0:1 before Step theta.2 (sweep 1)"), _outbox);
            Assert.DoesNotContain(_outbox.Take(), sent => sent.Message is RunEnded);
        }

        Pass(time, schedule, 45);
        Assert.DoesNotContain(_outbox.Take(), sent => sent.Message is RunEnded);
        Pass(time, schedule, 15);
        var status = _outbox.Take().Select(sent => sent.Message).OfType<RunEnded>().First().Status;
        Assert.Equal(SolveOutcome.Stalled, status.Outcome);
        Assert.Contains("theta.2 waits for Summand of z.2.1 @ 0:1 before Step theta.2", status.Advice, StringComparison.Ordinal);
        Assert.Contains("z.1.0 does not answer", status.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("z.2.1 does not answer", status.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void An_observer_that_takes_long_is_no_stall()
    {
        var time = new VirtualTime();
        var setting = Runs.Setting(3, new Store(), new Watch()) with { Time = time, StallTimeout = TimeSpan.FromSeconds(60) };
        var schedule = new ScheduleBehaviour(Fence, Partition, setting, Start);
        foreach (var block in Objective.Blocks)
        {
            schedule.Receive(new BlockRestored("run", 1, block.Id), _outbox);
        }

        foreach (var block in Objective.Blocks)
        {
            schedule.Receive(new BlockUpdated("run", 1, block.Id, 0, [Outcome]), _outbox);
        }

        for (var i = 0; i < 100; i++)
        {
            Pass(time, schedule, 60);
        }

        Assert.DoesNotContain(_outbox.Take(), sent => sent.Message is RunEnded);
    }

    private static Message[] Samples(int generation)
    {
        var block = BlockId.Parameters(1);
        return
        [
            new StopRun("run", generation),
            new Tick("run", generation),
            new RestoreBlock("run", generation, 0, []),
            new BlockRestored("run", generation, block),
            new GrantIteration("run", generation, 0),
            new Published("run", generation, block, ValueKind.Parameters, new BlockVersion(0, 1), new TermValue()),
            new BlockUpdated("run", generation, block, 0, [Outcome]),
            new RecordIteration("run", generation, 0, default),
            new IterationRecorded("run", generation, default),
            new CaptureState("run", generation, 0, default, 0),
            new BlockCaptured("run", generation, 0, new BlockState(block, [], 0)),
            new CheckpointClosed("run", generation, 0, null),
            new BehaviourFailed("run", generation, default, new InvalidOperationException()),
            new Waiting("run", generation, default, 0, ""),
            new StaleMessageDropped("run", generation),
            new RunEnded("run", generation, new SolveStatus(SolveOutcome.Completed, ""), 0, default),
        ];
    }

    private void Pass(VirtualTime time, ScheduleBehaviour schedule, int seconds)
    {
        time.Schedule(TimeSpan.FromSeconds(seconds), () => schedule.Receive(new Tick("run", 1), _outbox));
        time.Step();
    }

    private static BlockBehaviour Behaviour(BlockId id) => new(Fence, Partition, Partition.Stacks.Single(stack => stack.Lead == id), null);
}
