using LiftedActors.Model.Blocks;

namespace LiftedActors.Actors.Tests.Engines;

/// <summary>What every engine promises, on the embedded one.</summary>
public class EmbeddedEngineTests
{
    private static readonly Address Block = Address.Block("run", BlockId.Parameters(1));

    [Fact]
    public async Task A_behaviour_gets_every_message_once_and_one_at_a_time()
    {
        const int Senders = 4, Each = 5000;
        await using var engine = new EmbeddedEngine(2);
        var (inside, together, received) = (0, 0, 0);
        var all = new TaskCompletionSource();
        engine.Host(Block, new Acting(_ =>
        {
            together += Interlocked.Increment(ref inside) - 1;
            Interlocked.Decrement(ref inside);
            if (++received == Senders * Each)
            {
                all.SetResult();
            }
        }));

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                engine.Send(Block, new Tick("run", 1));
            }
        })));

        await all.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, together);
    }

    [Fact]
    public async Task A_behaviour_that_throws_is_stopped_and_the_run_is_told()
    {
        await using var engine = new EmbeddedEngine(1);
        var told = new TaskCompletionSource<BehaviourFailed>();
        var calls = 0;
        engine.Host(Address.Run("run"), new Acting(message => told.SetResult((BehaviourFailed)message)));
        engine.Host(Block, new Acting(_ =>
        {
            calls++;
            throw new InvalidOperationException("The fault of a test.");
        }));

        engine.Send(Block, new Tick("run", 7));
        engine.Send(Block, new Tick("run", 7));
        var failed = await told.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((Block, 7, "run"), (failed.Behaviour, failed.Generation, failed.RunId));
        Assert.Equal("The fault of a test.", failed.Cause.Message);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Control_goes_on_while_every_worker_is_busy()
    {
        await using var engine = new EmbeddedEngine(1);
        using var busy = new ManualResetEventSlim();
        var answered = new TaskCompletionSource();
        engine.Host(Block, new Acting(_ => busy.Wait()));
        engine.Host(Address.Run("run"), new Acting(_ => answered.SetResult()));

        engine.Send(Block, new Tick("run", 1));
        engine.Send(Address.Run("run"), new Tick("run", 1));

        await answered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        busy.Set();
    }

    [Fact]
    public async Task A_behaviour_that_was_replaced_gets_nothing_more()
    {
        await using var engine = new EmbeddedEngine(1);
        var second = new TaskCompletionSource();
        engine.Host(Block, new Acting(_ => Assert.Fail("The first behaviour was called.")));
        engine.Host(Block, new Acting(_ => second.SetResult()));
        engine.Send(Block, new Tick("run", 1));
        engine.Send(Address.Block("run", BlockId.Parameters(2)), new Tick("run", 1));

        await second.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_closed_engine_hosts_nothing()
    {
        var engine = new EmbeddedEngine(1);
        await engine.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => engine.Host(Block, new Acting(_ => { })));
    }

    private sealed class Acting(Action<Message> act) : IBehaviour
    {
        public void Receive(Message message, IOutbox outbox) => act(message);
    }
}
