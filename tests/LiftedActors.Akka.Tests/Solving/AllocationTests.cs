using LiftedActors.Actors;
using LiftedActors.Actors.Tests.Problems;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Akka.Tests.Solving;

/// <summary>What this engine allocates in a steady state. Runs alone, as the figure is that of the whole process.</summary>
[Collection(nameof(AloneCollection))]
public class AllocationTests
{
    private const int Warm = 600;
    private const int Measured = 1000;

    /// <summary>An array of one block's values would be larger with width 64 than the bound.</summary>
    [Theory]
    [InlineData(1, 8)]
    [InlineData(1, 64)]
    [InlineData(2, 8)]
    [InlineData(2, 64)]
    public async Task A_steady_block_update_allocates_at_most_512_bytes_whatever_its_size(int workers, int width)
    {
        var method = TinyProblems.Method(new OneSweep(), new FixedPoint(), new Adam(0.001), new ImplicitStochasticGradient(8));
        var objective = TinyProblems.Lift(TinyProblems.Regression("relu", 16, 1, width, width, width, width), method);
        var allocated = new Dictionary<int, long> { [Warm] = 0, [Warm + Measured] = 0 };
        var watch = new Watch { AtIteration = iteration => Note(allocated, iteration) };
        watch.Reports.EnsureCapacity(Warm + Measured + 1);
        await using var engine = new AkkaEngine(workers);

        await new ActorSolver(engine).SolveAsync(
            () => objective,
            Runs.Setting(Warm + Measured + 1, new MemoryCheckpointStore(), watch),
            default);

        var perUpdate = (allocated[Warm + Measured] - allocated[Warm]) / ((double)Measured * objective.LaterPlan.Grants.Length);
        Assert.InRange(perUpdate, 1, 512);
    }

    private static void Note(Dictionary<int, long> allocated, int iteration)
    {
        if (allocated.ContainsKey(iteration))
        {
            allocated[iteration] = GC.GetTotalAllocatedBytes(precise: true);
        }
    }
}

[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public class AloneCollection;
