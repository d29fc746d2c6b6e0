using LiftedActors.Actors;
using LiftedActors.Model.Blocks;

namespace LiftedActors.Akka.Tests.Hosting;

/// <summary>What every engine promises, on this one.</summary>
public class AkkaEngineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Address Block = Address.Block("run", BlockId.Parameters(1));

    [Fact]
    public async Task A_behaviour_gets_every_message_once_and_one_at_a_time()
    {
        const int Senders = 4, Each = 5000;
        await using var engine = new AkkaEngine(2);
        var (inside, together, received) = (0, 0, 0);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Host(Block, new LambdaBehaviour((_, _) =>
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

        await all.Task.WaitAsync(Patience);
        Assert.Equal(0, together);
    }

    [Fact]
    public async Task A_behaviour_that_throws_is_stopped_and_the_run_is_told()
    {
        await using var engine = new AkkaEngine(1);
        var told = new TaskCompletionSource<BehaviourFailed>(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Host(Address.Run("run"), new LambdaBehaviour((message, _) => told.SetResult((BehaviourFailed)message)));
        var calls = 0;
        engine.Host(Block, new LambdaBehaviour((_, _) =>
        {
            calls++;
            throw new InvalidOperationException("The fault of a test.");
        }));

        engine.Send(Block, new Tick("run", 7));
        engine.Send(Block, new Tick("run", 7));
        var failed = await told.Task.WaitAsync(Patience);

        Assert.Equal((Block, 7, "run"), (failed.Behaviour, failed.Generation, failed.RunId));
        Assert.Equal("The fault of a test.", failed.Cause.Message);

        // Another behaviour on the same thread, so that the second message would have come by now.
        await PassThrough(engine, BlockId.Parameters(2));
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task A_behaviour_that_was_stopped_or_replaced_gets_nothing_more_not_even_what_waits_for_it()
    {
        await using var engine = new AkkaEngine(1);
        using var begun = new SemaphoreSlim(0);
        using var release = new ManualResetEventSlim();
        var (first, second) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        engine.Host(Block, new LambdaBehaviour((_, _) =>
        {
            first++;
            begun.Release();
            release.Wait(Patience);
        }));
        for (var i = 0; i < 100; i++)
        {
            engine.Send(Block, new Tick("run", 1));
        }

        Assert.True(await begun.WaitAsync(Patience));
        engine.Host(Block, new LambdaBehaviour((_, _) => second.TrySetResult()));
        engine.Send(Block, new Tick("run", 2));
        release.Set();
        await second.Task.WaitAsync(Patience);
        engine.Stop(Block);
        engine.Stop(Block);
        engine.Send(Block, new Tick("run", 3));
        await PassThrough(engine, BlockId.Parameters(2));

        Assert.Equal(1, first);
    }

    [Fact]
    public async Task A_message_to_nobody_is_dropped()
    {
        await using var engine = new AkkaEngine(1);

        engine.Send(Block, new Tick("run", 1));
        await PassThrough(engine, BlockId.Parameters(1));
    }

    [Fact]
    public async Task Any_name_of_a_run_will_do()
    {
        await using var engine = new AkkaEngine(1);
        var address = Address.Block("a run / with: ü ? names #1", BlockId.Parameters(1));
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Host(address, new LambdaBehaviour((_, _) => received.SetResult()));

        engine.Send(address, new Tick(address.RunId, 1));

        await received.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_closed_engine_has_finished_its_message_and_hosts_nothing()
    {
        var engine = new AkkaEngine(1);
        using var begun = new SemaphoreSlim(0);
        using var release = new ManualResetEventSlim();
        var (received, finished) = (0, 0);
        engine.Host(Block, new LambdaBehaviour((_, _) =>
        {
            received++;
            begun.Release();
            release.Wait(Patience);
            finished++;
        }));
        engine.Send(Block, new Tick("run", 1));
        engine.Send(Block, new Tick("run", 1));
        Assert.True(await begun.WaitAsync(Patience));

        var closed = engine.DisposeAsync().AsTask();
        Assert.False(closed.IsCompleted);
        release.Set();
        await closed.WaitAsync(Patience);

        Assert.Equal((1, 1), (received, finished));
        Assert.Throws<ObjectDisposedException>(() => engine.Host(Block, new LambdaBehaviour((_, _) => { })));
        engine.Send(Block, new Tick("run", 1));
        engine.Stop(Block);
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task A_closed_engine_leaves_no_threads()
    {
        var thread = new TaskCompletionSource<Thread>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (var engine = new AkkaEngine(1))
        {
            engine.Host(Block, new LambdaBehaviour((_, _) => thread.SetResult(Thread.CurrentThread)));
            engine.Send(Block, new Tick("run", 1));
            await thread.Task.WaitAsync(Patience);
        }

        Assert.True((await thread.Task).Join(Patience));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void There_is_a_worker(int workers) => Assert.Throws<ArgumentOutOfRangeException>(() => new AkkaEngine(workers));

    private static async Task PassThrough(AkkaEngine engine, BlockId block)
    {
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var address = Address.Block("another run", block);
        engine.Host(address, new LambdaBehaviour((_, _) => passed.SetResult()));
        engine.Send(address, new Tick("another run", 1));
        await passed.Task.WaitAsync(Patience);
    }
}
