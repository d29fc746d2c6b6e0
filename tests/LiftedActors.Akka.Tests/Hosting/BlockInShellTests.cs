using Akka.Actor;
using Akka.TestKit.Xunit2;
using LiftedActors.Actors;
using LiftedActors.Actors.Behaviours;
using LiftedActors.Actors.Tests.Problems;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;

namespace LiftedActors.Akka.Tests.Hosting;

/// <summary>One block in a shell, message by message, with probes as its neighbours.</summary>
public class BlockInShellTests : TestKit
{
    private static readonly BlockId Id = BlockId.Activations(1, 0);
    private static readonly BlockId InputId = BlockId.Activations(0, 0);
    private static readonly BlockId WeightsId = BlockId.Parameters(1);

    private readonly Fence _fence = new("run", 2);
    private readonly LiftedObjective _objective = Cases.Lift("OneSweep, fixed point, Adam, batches");
    private readonly Probes _probes;
    private readonly IActorRef _shell;

    public BlockInShellTests()
        : base(StrictSystem.With(1))
    {
        _probes = new Probes(this);
        var partition = new Partition(_objective, 1, 0);
        var behaviour = new BlockBehaviour(_fence, partition, partition.Stacks.Single(stack => stack.Lead == Id), null);
        _shell = Sys.ActorOf(Shell.Hosting(Address.Block("run", Id), behaviour, _probes));
    }

    [Fact]
    public async Task It_says_that_it_stands_and_works_once_all_that_it_reads_is_there()
    {
        Tell(new RestoreBlock("run", 2, 0, []));
        Assert.Equal(Id, (await _probes.Next<BlockRestored>(_fence.Schedule)).Block);
        Assert.Equal(Id, (await _probes.Next<BlockRestored>(_fence.Recorder)).Block);

        Tell(new GrantIteration("run", 2, 0));
        Tell(Input());
        Tell(new Tick("run", 2));
        var waiting = await _probes.Next<Waiting>(_fence.Schedule);
        Assert.Contains(WeightsId.ToString(), waiting.What, StringComparison.Ordinal);

        Tell(Weights(2));
        var readers = _objective.Graph.Readers(Id, ValueKind.Activation, 0);
        Assert.NotEmpty(readers);
        var published = new List<Published>();
        foreach (var reader in readers)
        {
            published.Add(await _probes.Next<Published>(Address.Block("run", reader)));
        }

        Assert.All(published, message => Assert.Same(published[0].Value, message.Value));
        Assert.Equal((Id, new BlockVersion(0, 0), 2), (published[0].Source, published[0].Version, published[0].Generation));
        Assert.Equal(ForwardBits(), BitsOf(published[0].Value));
    }

    [Fact]
    public async Task It_drops_what_is_of_another_generation_and_says_so()
    {
        Tell(new RestoreBlock("run", 1, 0, []));
        Assert.Equal(2, (await _probes.Next<StaleMessageDropped>(_fence.Run)).Generation);

        // What it says next is the answer to the next message, so the one before changed nothing.
        Tell(new Tick("run", 2));
        Assert.Contains("state to begin with", (await _probes.Next<Waiting>(_fence.Schedule)).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_where_its_state_does_not_fit_and_the_run_is_told()
    {
        var foreign = _objective[WeightsId].Save() with { Block = Id };
        var block = Address.Block("run", WeightsId);
        var partition = new Partition(_objective, 1, 0);
        var behaviour = new BlockBehaviour(_fence, partition, partition.Stacks.Single(stack => stack.Lead == WeightsId), null);
        var shell = await WatchAsync(Sys.ActorOf(Shell.Hosting(block, behaviour, _probes)));

        await EventFilter.Exception<BlockException>().ExpectOneAsync(() =>
        {
            shell.Tell(new Delivery(new RestoreBlock("run", 2, 0, [foreign with { Arrays = [] }])));
            return Task.CompletedTask;
        });

        var failed = await _probes.Next<BehaviourFailed>(_fence.Run);
        Assert.Equal((block, 2), (failed.Behaviour, failed.Generation));
        Assert.IsType<BlockException>(failed.Cause);
        await ExpectTerminatedAsync(shell);
    }

    private void Tell(Message message) => _shell.Tell(new Delivery(message));

    private Published Input() => new(
        "run", 2, InputId, ValueKind.Activation, new BlockVersion(0, 0), Load(_objective)!);

    private Published Weights(int generation)
    {
        var (kind, value) = _objective[WeightsId].Standing!.Value;
        return new Published("run", generation, WeightsId, kind, _objective.StandingVersion(0), value);
    }

    private static BlockValue? Load(LiftedObjective objective) => Execute(objective, InputId, []);

    /// <summary>The same pass without an engine.</summary>
    private static string ForwardBits()
    {
        var objective = Cases.Lift("OneSweep, fixed point, Adam, batches");
        return BitsOf(Execute(objective, Id, [Load(objective)!, objective[WeightsId].Standing!.Value.Value])!);
    }

    private static BlockValue? Execute(LiftedObjective objective, BlockId block, BlockValue[] reads) =>
        objective[block].Execute(objective.FirstPlan.Program(block)[0], 0, reads);

    private static string BitsOf(BlockValue value) =>
        Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Assert.IsType<Matrix>(Assert.IsType<ActivationValue>(value).Values).Values));
}
