using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;
using LiftedActors.Actors;
using LiftedActors.Model.Blocks;

namespace LiftedActors.Akka.Tests.Hosting;

/// <summary>What the shell adds to a behaviour: a mailbox, and an end instead of a restart.</summary>
public class ShellTests() : TestKit(StrictSystem.With(2))
{
    private static readonly Address Block = Address.Block("run", BlockId.Parameters(1));
    private static readonly Address Schedule = new("run", Role.Schedule);

    [Fact]
    public async Task A_shell_delivers_and_sends_by_reference()
    {
        var probes = new Probes(this);
        var received = new List<Message>();
        var shell = Sys.ActorOf(Shell.Hosting(Block, new LambdaBehaviour((message, outbox) => Echo(received, message, outbox)), probes));
        Message[] sent = [new Unserializable(1), new Unserializable(2), new Unserializable(3)];

        foreach (var message in sent)
        {
            shell.Tell(new Delivery(message));
        }

        foreach (var message in sent)
        {
            Assert.Same(message, await probes.Next<Unserializable>(Schedule));
        }

        Assert.Equal(sent, received);
    }

    [Fact]
    public async Task A_behaviour_that_throws_is_reported_and_stopped_and_not_restarted()
    {
        var probes = new Probes(this);
        var calls = 0;
        var behaviour = new LambdaBehaviour((message, outbox) =>
        {
            calls++;
            throw new InvalidOperationException("The fault of a test.");
        });
        var shell = await WatchAsync(Sys.ActorOf(Shell.Hosting(Block, behaviour, probes)));

        await EventFilter.Exception<InvalidOperationException>("The fault of a test.").ExpectOneAsync(() =>
        {
            shell.Tell(new Delivery(new Tick("run", 3)));
            shell.Tell(new Delivery(new Tick("run", 3)));
            return Task.CompletedTask;
        });

        var failed = await probes.Next<BehaviourFailed>(Address.Run("run"));
        Assert.Equal(("run", 3, Block), (failed.RunId, failed.Generation, failed.Behaviour));
        Assert.Equal("The fault of a test.", Assert.IsType<InvalidOperationException>(failed.Cause).Message);
        await ExpectTerminatedAsync(shell);
        Assert.Equal(1, calls);

        probes.Send(Address.Run("run"), new Tick("run", 4));
        await probes.Next<Tick>(Address.Run("run"));
    }

    [Fact]
    public async Task What_comes_too_late_for_a_shell_is_no_dead_letter()
    {
        var shell = await WatchAsync(Sys.ActorOf(Shell.Hosting(Block, new LambdaBehaviour((_, _) => { }), new Probes(this))));
        Sys.Stop(shell);
        await ExpectTerminatedAsync(shell);
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        shell.Tell(new Delivery(new Tick("run", 1)));
        shell.Tell("a marker");

        Assert.Equal("a marker", (await ExpectMsgAsync<DeadLetter>()).Message);
    }

    [Fact]
    public async Task What_is_no_delivery_does_not_reach_the_behaviour()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        var shell = Sys.ActorOf(Shell.Hosting(Block, new LambdaBehaviour((_, _) => Assert.Fail("It did.")), new Probes(this)));

        shell.Tell("a stranger");

        Assert.Equal("a stranger", (await ExpectMsgAsync<UnhandledMessage>()).Message);
    }

    private static void Echo(List<Message> received, Message message, IOutbox outbox)
    {
        received.Add(message);
        outbox.Send(Schedule, message);
    }

    /// <summary>A message that comes back from no serializer, as buffers do not.</summary>
    private sealed record Unserializable(int Number) : Message("run", 1)
    {
        public Action Pointer { get; } = () => { };
    }
}
