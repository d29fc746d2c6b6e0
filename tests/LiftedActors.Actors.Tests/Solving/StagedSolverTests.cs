using LiftedActors.Actors.Tests.Problems;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Solving.Continuations;
using LiftedActors.Model.Tests.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Actors.Tests.Solving;

/// <summary>Stages with weights of their own: the same bits with and without actors, interrupted or not, and a way back where weights run away.</summary>
public class StagedSolverTests
{
    private const int Iterations = 12;

    public static TheoryData<string> Rules => [.. Methods.Keys];

    private static Dictionary<string, LiftedMethod> Methods { get; } = new()
    {
        ["fenchel lifted"] = Method(new FenchelLifted(1, 0.5), new FullBatch()),
        ["geometric"] = Method(new MacQp(1), new ImplicitStochasticGradient(7)).With(new Geometric(3, 0.5)),
        ["gap-driven"] = Method(new LiftedBregman(1), new ImplicitStochasticGradient(7)).With(new GapDriven(1e-6, 1.5)),
        ["residual-balancing"] = Method(new PreactivationQuadratic(1), new FullBatch()).With(new ResidualBalancing(1.1, 1.5, epochs: 2)),
        ["contrastive"] = Method(new LiftedContrastive(1), new FullBatch()).With(new Geometric(1.5, 0.9)),
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_engine_gives_the_bits_of_stages_without_actors(string rule)
    {
        var (sequential, watch, store) = (Sequential(rule), new StageWatch(), new Store());
        await using var engine = new EmbeddedEngine(2);
        await Solver(engine, new MemoryCheckpointStore()).SolveAsync(Problem(rule), Setting(store, watch), default);

        Assert.Equal(sequential.Causes, watch.Changes.Select(change => change.Cause));
        Assert.NotEmpty(watch.Changes);
        Assert.Equal(sequential.Reports, watch.Inner.Reports);
        Assert.Equal(sequential.Bits, Bits.Of(store.All[^1].Blocks));
        Assert.All(watch.Changes, change => Assert.True(change.Cause.Length > 20));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task A_run_resumed_from_any_checkpoint_ends_with_the_same_bits(string rule)
    {
        var store = new Store();
        await using var engine = new EmbeddedEngine(2);
        await Solver(engine, new MemoryCheckpointStore()).SolveAsync(
            Problem(rule), Setting(store, new StageWatch()) with { CheckpointEveryIterations = 1 }, default);
        Assert.Equal(Enumerable.Range(1, Iterations), store.All.Select(checkpoint => checkpoint.NextIteration));
        foreach (var checkpoint in store.All)
        {
            Assert.NotNull(checkpoint.Penalties);
            var rest = new Store();
            await Solver(engine, new MemoryCheckpointStore()).SolveAsync(
                Problem(rule), Setting(rest, new StageWatch()) with { ResumeFrom = checkpoint }, default);
            if (checkpoint.NextIteration < Iterations)
            {
                Assert.Equal(Bits.Of(store.All[^1].Blocks), Bits.Of(rest.All[^1].Blocks));
                Assert.Equal(store.All[^1].Penalties!.Weights, rest.All[^1].Penalties!.Weights);
            }
        }
    }

    /// <summary>Gradient steps of a fixed length bear weights up to a size; beyond it the run diverges, and the weights are raised more slowly from the last good stage.</summary>
    [Fact]
    public async Task Weights_that_run_away_are_taken_back_and_slowed_and_at_last_the_run_ends_with_advice()
    {
        var method = new LiftedMethod(new LiftedBregman(1), (new ProxLinear(), new GradientDescent(0.05)), new BackwardGaussSeidel(), new FullBatch())
            .With(new GapDriven(1e-12, 1000));
        var (store, watch) = (new Store(), new StageWatch());
        await using var engine = new EmbeddedEngine(2);
        var problem = new StagedProblem(weights => Lift(method, weights), Start(method), method.Continuation, 1);
        var setting = Setting(store, watch) with { Stopping = new MaximumIterations(400) | new RunAway(100) };

        var solution = await Solver(engine, new MemoryCheckpointStore()).SolveAsync(problem, setting, default);

        Assert.Equal(SolveOutcome.RunAway, solution.Status.Outcome);
        Assert.Contains("slower changes did not help; lower the rate", solution.Status.Advice, StringComparison.Ordinal);
        Assert.Equal(PenaltyState.MostSlowings, watch.Inner.Rollbacks.Count);
        Assert.All(watch.Inner.Rollbacks, rollback => Assert.Contains("back to the last good stage", rollback.Reason, StringComparison.Ordinal));
    }

    private static StagedSolver Solver(IEngine engine, ICheckpointStore good) => new(new ActorSolver(engine).SolveAsync, good);

    private static RunSetting Setting(Store store, StageWatch watch) => Runs.Setting(Iterations, store, watch);

    private static LiftedMethod Method(LiftedFormulation formulation, OuterIteration outer) => new(
        formulation, (new FixedPoint(), new Adam(0.02)), outer is FullBatch ? new BackwardGaussSeidel() : new OneSweep(), outer);

    private static StagedProblem Problem(string rule)
    {
        var method = Methods[rule];
        var batches = Lift(method, Start(method)).Sampler.BatchesPerEpoch;
        return new StagedProblem(weights => Lift(method, weights), Start(method), method.Continuation, batches);
    }

    private static PenaltyWeights Start(LiftedMethod method) => PenaltyWeights.Of(method.Formulation, TinyProblems.Regression("tanh", 20).Network);

    private static LiftedObjective Lift(LiftedMethod method, PenaltyWeights weights) =>
        new(TinyProblems.Regression("tanh", 20), method, new Model.Networks.Initialisation(), weights: weights);

    /// <summary>The same by hand: step, and at the end of a stage decide and carry the blocks over.</summary>
    private static (List<IterationReport> Reports, List<string> Causes, string Bits) Sequential(string rule)
    {
        var problem = Problem(rule);
        var (state, reports, causes) = (new PenaltyState(problem.Start), new List<IterationReport>(), new List<string>());
        var objective = problem.Lift(state.Weights);
        var solver = new SequentialSolver(objective);
        for (var k = 1; k <= Iterations; k++)
        {
            reports.Add(solver.Step());
            if (k % (problem.Rule.Epochs * problem.BatchesPerEpoch) == 0)
            {
                (state, var cause) = state.After(StageReport.Of(objective), problem.Rule);
                causes.AddRange(cause is null ? [] : [cause]);
                var next = problem.Lift(state.Weights);
                next.Restore(objective.Blocks.Select(block => block.Save()));
                (objective, solver) = (next, new SequentialSolver(next, k));
            }
        }

        return (reports, causes, Bits.Of(objective));
    }

    /// <summary>A watch that notes changes of weights as well.</summary>
    private sealed class StageWatch : IRunObserver
    {
        public Watch Inner { get; } = new();

        public List<WeightChange> Changes { get; } = [];

        public void IterationCompleted(IterationReport report, TimeSpan elapsed) => Inner.IterationCompleted(report, elapsed);

        public void EpochCompleted(int epoch, IReadOnlyList<Model.Networks.LayerParameters> parameters, TimeSpan elapsed) => Inner.EpochCompleted(epoch, parameters, elapsed);

        public void WeightsChanged(int nextIteration, WeightChange change) => Changes.Add(change);

        public void CheckpointCommitted(int nextIteration) => Inner.CheckpointCommitted(nextIteration);

        public void CheckpointFailed(string reason) => Inner.CheckpointFailed(reason);

        public void RolledBack(int nextIteration, string reason) => Inner.RolledBack(nextIteration, reason);
    }
}
