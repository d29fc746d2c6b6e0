using System.Collections.Concurrent;
using LiftedActors.Actors;
using LiftedActors.Model.Blocks;

namespace LiftedActors.Akka.Tests.Hosting;

/// <summary>Kernels run on threads of their own, as many as there are workers, and control never waits for them.</summary>
public class DispatcherTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>One, and as many as the machine has cores: of more threads than cores, Akka.NET's pool leaves some asleep.</summary>
    public static TheoryData<int> Workers => new(new[] { 1, Environment.ProcessorCount }.Distinct());

    [Theory]
    [InlineData(Role.Block, "kernels")]
    [InlineData(Role.Run, "control")]
    [InlineData(Role.Schedule, "control")]
    [InlineData(Role.Recorder, "control")]
    [InlineData(Role.Checkpoint, "control")]
    public async Task A_role_runs_on_the_threads_of_its_dispatcher(Role role, string dispatcher)
    {
        var thread = new TaskCompletionSource<Thread>(TaskCreationOptions.RunContinuationsAsynchronously);
        var address = new Address("run", role, BlockId.Activations(1, 0));
        await using var engine = new AkkaEngine(1);
        engine.Host(address, new LambdaBehaviour((_, _) => thread.SetResult(Thread.CurrentThread)));

        engine.Send(address, new Tick("run", 1));

        var ran = await thread.Task.WaitAsync(Patience);
        Assert.StartsWith($"lifted.dispatchers.{dispatcher}_", ran.Name, StringComparison.Ordinal);
        Assert.False(ran.IsThreadPoolThread);
        Assert.True(ran.IsBackground);
    }

    [Fact]
    public void Every_role_is_covered() => Assert.Equal(
        Enum.GetValues<Role>().Length,
        typeof(DispatcherTests).GetMethod(nameof(A_role_runs_on_the_threads_of_its_dispatcher))!.GetCustomAttributes(typeof(InlineDataAttribute), false).Length);

    [Theory]
    [MemberData(nameof(Workers))]
    public async Task As_many_kernels_run_at_once_as_there_are_workers_and_control_answers_meanwhile(int workers)
    {
        using var release = new ManualResetEventSlim();
        using var begun = new SemaphoreSlim(0);
        var threads = new ConcurrentDictionary<string, bool>();
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var engine = new AkkaEngine(workers);
        var blocks = Enumerable.Range(1, 2 * workers).Select(layer => Address.Block("run", BlockId.Parameters(layer))).ToList();
        foreach (var block in blocks)
        {
            engine.Host(block, new LambdaBehaviour((_, _) => Occupy(threads, begun, release)));
        }

        foreach (var block in blocks.Take(workers))
        {
            engine.Send(block, new Tick("run", 1));
            Assert.True(await begun.WaitAsync(Patience), $"{block} waits although a worker is free.");
        }

        foreach (var block in blocks.Skip(workers))
        {
            engine.Send(block, new Tick("run", 1));
        }

        engine.Host(Address.Run("run"), new LambdaBehaviour((_, _) => answered.SetResult()));
        engine.Send(Address.Run("run"), new Tick("run", 1));
        await answered.Task.WaitAsync(Patience);
        Assert.Equal(workers, threads.Count);

        release.Set();
        for (var i = workers; i < blocks.Count; i++)
        {
            Assert.True(await begun.WaitAsync(Patience));
        }

        Assert.Equal(workers, threads.Count);
    }

    private static void Occupy(ConcurrentDictionary<string, bool> threads, SemaphoreSlim begun, ManualResetEventSlim release)
    {
        threads.TryAdd(Thread.CurrentThread.Name!, true);
        begun.Release();
        release.Wait(Patience);
    }
}
