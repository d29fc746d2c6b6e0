using LiftedActors.Actors;
using LiftedActors.Actors.Tests.Problems;
using LiftedActors.Gpu.Devices;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Gpu.Tests.Devices;

/// <summary>Threads of an engine queue in lanes of their own.</summary>
public sealed class LaneTests
{
    private const int Iterations = 2;

    public static TheoryData<string, int> Hostings => new()
    {
        { "OneSweep, fixed point, Adam, batches", 0 },
        { "ThreeColour, prox-linear, full batch", 0 },
        { "ThreeColour, prox-linear, full batch", 256 },
        { "Jacobi, prox-linear, Adam, batches", 0 },
    };

    [Theory]
    [MemberData(nameof(Hostings))]
    public async Task An_engine_gives_the_bits_of_the_sequential_solver(string name, int stackBelow)
    {
        var (reports, bits) = Runs.Reference(() => Cases.Lift(name, Checking.Device), Iterations);
        using var device = GpuDevices.OpenForChecking(null);
        var (store, watch) = (new Store(), new Watch());
        await using (var engine = new EmbeddedEngine(2))
        {
            await new ActorSolver(engine).SolveAsync(() => Cases.Lift(name, device), Runs.Setting(Iterations, store, watch) with { StackBelow = stackBelow }, default);
        }

        Assert.Equal(reports, watch.Reports);
        Assert.Equal(bits, Bits.Of(store.All.Single().Blocks));
        Assert.InRange(device.Lanes, 1, 2);
    }

    /// <summary>A lane has launches, sums and compiled passes of its own; bits are those of the main lane.</summary>
    [Fact]
    public async Task Runs_at_once_have_lanes_of_their_own_and_give_them_back()
    {
        using var device = GpuDevices.OpenForChecking(null);
        var (penalty, x, z) = (new BregmanPenalty(PotentialCatalogue.Create("relu"), 2), Pair.Gaussian(device, 5, 7, 1).Device, Pair.Gaussian(device, 5, 7, 2).Device);
        var expected = Error();
        using var barrier = new Barrier(3);
        for (var repetition = 0; repetition < 2; repetition++)
        {
            var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(Run, TaskCreationOptions.LongRunning)));
            Assert.All(runs, run => Assert.Equal((expected, false), (run.Penalty, run.Lane.IsPending)));
            Assert.Equal(3, runs.Select(run => run.Lane).Distinct().Count());
            Assert.DoesNotContain(device.Lane, runs.Select(run => run.Lane));
            Assert.Equal(3, device.Lanes);
        }

        double Error() => device.Error(penalty, x, z, device.CreateMatrix(5, 7));

        (AcceleratorLane Lane, double Penalty) Run()
        {
            device.BeginRun();
            try
            {
                barrier.SignalAndWait();
                return (device.Lane, Error());
            }
            finally
            {
                device.EndRun();
            }
        }
    }

    /// <summary>ILGPU's CPU accelerator does everything at once, so that what is waited for can be seen by the lanes' own notes only.</summary>
    [Fact]
    public void A_run_begins_when_the_main_lane_is_done()
    {
        using var device = GpuDevices.OpenForChecking(null);
        var main = device.Lane;
        device.Clear(device.CreateMatrix(2, 3));
        Assert.True(main.IsPending);
        device.BeginRun();
        var (lane, isPending) = (device.Lane, main.IsPending);
        device.EndRun();
        Assert.False(isPending);
        Assert.NotSame(main, lane);
        Assert.Same(main, device.Lane);
    }
}
