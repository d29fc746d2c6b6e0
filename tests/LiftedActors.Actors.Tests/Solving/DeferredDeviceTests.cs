using LiftedActors.Actors.Tests.Problems;

namespace LiftedActors.Actors.Tests.Solving;

/// <summary>What blocks publish is there for every thread, on a device that does nothing before it must.</summary>
public class DeferredDeviceTests
{
    private const int Iterations = 5;

    /// <summary>Every schedule, with a mailbox for every block and with stacks.</summary>
    public static TheoryData<string, int> Hostings()
    {
        var data = new TheoryData<string, int>();
        foreach (var name in Cases.OnePerSchedule.Append(Cases.OneInversion))
        {
            data.Add(name, 0);
            data.Add(name, 256);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Hostings))]
    public async Task An_engine_gives_the_bits_of_the_sequential_solver(string name, int stackBelow)
    {
        var (reports, bits) = Runs.Reference(() => Cases.Lift(name, new DeferredDevice()), Iterations);
        var (store, watch, device) = (new Store(), new Watch(), new DeferredDevice());
        await using var engine = new EmbeddedEngine(3);

        var setting = Runs.Setting(Iterations, store, watch) with { StackBelow = stackBelow };
        await new ActorSolver(engine).SolveAsync(() => Cases.Lift(name, device), setting, default);

        Assert.Equal(reports, watch.Reports);
        Assert.Equal(bits, Bits.Of(store.All.Single().Blocks));
        Assert.True(device.Runs > 0);
    }
}
