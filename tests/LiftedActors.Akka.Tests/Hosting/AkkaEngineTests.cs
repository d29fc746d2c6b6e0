using LiftedActors.Actors;
using LiftedActors.Model.Blocks;

namespace LiftedActors.Akka.Tests.Hosting;

/// <summary>What every engine promises, on this one.</summary>
public class AkkaEngineTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private static readonly Address _block = Address.Block("run", BlockId.Parameters(1));

    [Fact]
    public async Task A_behaviour_gets_every_message_once_and_one_at_a_time()
    {
        const int Senders = 4, Each = 5000;
        await using var engine = new AkkaEngine(2);
        var (inside, together, received) = (0, 0, 0);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Host(_block, new LambdaBehaviour((_, _) =>
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
                engine.Send(_block, new Tick("run", 1));
            }
        })));

        await all.Task.WaitAsync(_patience);
        Assert.Equal(0, together);
    }

    [Fact]
    public async Task A_behaviour_that_throws_is_stopped_and_the_run_is_told()
    {
        await using var engine = new AkkaEngine(1);
        var told = new TaskCompletionSource<BehaviourFailed>(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Host(Address.Run("run"), new LambdaBehaviour((message, _) => told.SetResult((BehaviourFailed)message)));
        var calls = 0;
        engine.Host(_block, new LambdaBehaviour((_, _) =>
        {
            calls++;
            throw new InvalidOperationException("The fault of a test.");
        }));

        engine.Send(_block, new Tick("run", 7));
        engine.Send(_block, new Tick("run", 7));
        var failed = await told.Task.WaitAsync(_patience);

        Assert.Equal((_block, 7, "run"), (failed.Behaviour, failed.Generation, failed.RunId));
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
        engine.Host(_block, new LambdaBehaviour((_, _) =>
        {
            first++;
            begun.Release();
            release.Wait(_patience);
        }));
        for (var i = 0; i < 100; i++)
        {
            engine.Send(_block, new Tick("run", 1));
        }

        Assert.True(await begun.WaitAsync(_patience));
        engine.Host(_block, new LambdaBehaviour((_, _) => second.TrySetResult()));
        engine.Send(_block, new Tick("run", 2));
        release.Set();
        await second.Task.WaitAsync(_patience);
        engine.Stop(_block);
        engine.Stop(_block);
        engine.Send(_block, new Tick("run", 3));
        await PassThrough(engine, BlockId.Parameters(2));

        Assert.Equal(1, first);
    }

    [Fact]
    public async Task A_message_to_nobody_is_dropped()
    {
        await using var engine = new AkkaEngine(1);

        engine.Send(_block, new Tick("run", 1));
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

        await received.Task.WaitAsync(_patience);
    }

    [Fact]
    public async Task A_closed_engine_has_finished_its_message_and_hosts_nothing()
    {
        var engine = new AkkaEngine(1);
        using var begun = new SemaphoreSlim(0);
        using var release = new ManualResetEventSlim();
        var (received, finished) = (0, 0);
        engine.Host(_block, new LambdaBehaviour((_, _) =>
        {
            received++;
            begun.Release();
            release.Wait(_patience);
            finished++;
        }));
        engine.Send(_block, new Tick("run", 1));
        engine.Send(_block, new Tick("run", 1));
        Assert.True(await begun.WaitAsync(_patience));

        var closed = engine.DisposeAsync().AsTask();
        Assert.False(closed.IsCompleted);
        release.Set();
        await closed.WaitAsync(_patience);

        Assert.Equal((1, 1), (received, finished));
        Assert.Throws<ObjectDisposedException>(() => engine.Host(_block, new LambdaBehaviour((_, _) => { })));
        engine.Send(_block, new Tick("run", 1));
        engine.Stop(_block);
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task A_closed_engine_leaves_no_threads()
    {
        var thread = new TaskCompletionSource<Thread>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (var engine = new AkkaEngine(1))
        {
            engine.Host(_block, new LambdaBehaviour((_, _) => thread.SetResult(Thread.CurrentThread)));
            engine.Send(_block, new Tick("run", 1));
            await thread.Task.WaitAsync(_patience);
        }

        Assert.True((await thread.Task).Join(_patience));
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
        await passed.Task.WaitAsync(_patience);
    }
}
