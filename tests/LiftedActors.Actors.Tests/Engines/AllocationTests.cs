using LiftedActors.Actors.Tests.Problems;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Actors.Tests.Engines;

/// <summary>What the embedded engine allocates in a steady state. Runs alone, as the figure is that of the whole process.</summary>
[Collection(nameof(AloneCollection))]
public class AllocationTests
{
    private const int Warm = 600;
    private const int Measured = 1000;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(1, 256)]
    [InlineData(2, 256)]
    public async Task A_steady_block_update_allocates_at_most_512_bytes_and_nothing_of_the_size_of_a_block(int workers, int stackBelow)
    {
        var narrow = await BytesPerUpdate(workers, 8, stackBelow);
        var wide = await BytesPerUpdate(workers, 64, stackBelow);

        Assert.InRange(narrow, 1, 512);
        Assert.Equal(narrow, wide, 8.0);
    }

    private static async Task<double> BytesPerUpdate(int workers, int width, int stackBelow)
    {
        var method = TinyProblems.Method(new OneSweep(), new FixedPoint(), new Adam(0.001), new ImplicitStochasticGradient(8));
        var problem = TinyProblems.Regression("relu", 16, 1, width, width, width, width);
        var objective = TinyProblems.Lift(problem, method);
        var (before, after) = (0L, 0L);
        var watch = new Counter(iteration =>
        {
            if (iteration == Warm)
            {
                before = GC.GetTotalAllocatedBytes(precise: true);
            }
            else if (iteration == Warm + Measured)
            {
                after = GC.GetTotalAllocatedBytes(precise: true);
            }
        });
        await using var engine = new EmbeddedEngine(workers);

        var setting = Runs.Setting(Warm + Measured + 1, new MemoryCheckpointStore(), watch) with { StackBelow = stackBelow };
        await new ActorSolver(engine).SolveAsync(() => objective, setting, default);

        return (after - before) / ((double)Measured * objective.LaterPlan.Grants.Length);
    }

    private sealed class Counter(Action<int> atIteration) : IRunObserver
    {
        public void IterationCompleted(IterationReport report, TimeSpan elapsed) => atIteration(report.Iteration);

        public void EpochCompleted(int epoch, IReadOnlyList<Model.Networks.LayerParameters> parameters, TimeSpan elapsed)
        {
        }

        public void CheckpointCommitted(int nextIteration)
        {
        }

        public void CheckpointFailed(string reason)
        {
        }

        public void RolledBack(int nextIteration, string reason)
        {
        }
    }
}

[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public class AloneCollection;
