using LiftedActors.Model.Formulations;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Networks.Structured;
using LiftedActors.Model.Tests.Potentials;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Solving;

/// <summary>Every architecture trains by the same blocks.</summary>
public sealed class ArchitectureTrainingTests
{
    public static TheoryData<string> Names => ArchitectureCases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void TheFastMethodLowersTheLoss(string name)
    {
        var objective = Lift(name, (new FixedPoint(), new Adam(0.01)), new OneSweep(), new ImplicitStochasticGradient(6));
        var solver = new SequentialSolver(objective);
        var losses = Enumerable.Range(0, 120).Select(_ => solver.Step().Loss).ToArray();

        // Four batches are all samples.
        var (first, last) = (losses[..4].Average(), losses[^4..].Average());
        Assert.True(last < 0.9 * first, $"{name}: the loss went from {first} to {last}.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BacktrackingNeverRaisesTheObjective(string name)
    {
        var objective = Lift(name, (new Backtracking(), new Backtracking()), new BackwardGaussSeidel(), new FullBatch());
        var solver = new SequentialSolver(objective);
        var before = solver.Step().Objective;
        for (var sweep = 0; sweep < 8; sweep++)
        {
            var now = solver.Step().Objective;
            Assert.True(now <= before + (100 * PotentialCases.Epsilon * (1 + before)), $"{name}: F rose from {before} to {now} in sweep {sweep}.");
            before = now;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void LiftedGradientsApproachThoseOfBackPropagation(string name)
    {
        // One plain gradient step from the same weights: as μ grows, both arrive at the same parameters.
        var errors = new[] { 1e1, 1e3 }.Select(weight => Distance(name, weight)).ToArray();
        Assert.True(errors[1] < 0.2 * errors[0] || errors[1] < 1e-3, $"{name}: {errors[0]} at μ = 10, {errors[1]} at μ = 1000.");
    }

    /// <summary>The layers with σ have μ, u_k = u_{k−1} + V_k z_k has λ: the larger it is, the better the constraint is met, and the better the layers above know u.</summary>
    [Fact]
    public void TheConstraintsOfAnArchitectureHaveAWeightOfTheirOwn()
    {
        var distances = new[] { 1.0, 10, 100 }.Select(weight =>
        {
            var formulation = new LiftedBregman(2) { ConstraintWeight = weight };
            var objective = Lift("residual", (new Exact(), new GradientDescent(1e-30)), new BackwardGaussSeidel(), new FullBatch(), formulation);
            var layers = objective.Problem.Network.Layers;
            Assert.All(layers[..^1].Select((layer, l) => (layer, l + 1)), of => Assert.Equal(of.layer.IsConstraint ? weight : 2, objective.Weights[of.Item2]));
            Assert.Equal(3, layers[..^1].Count(layer => layer.IsConstraint));
            var solver = new SequentialSolver(objective);
            for (var sweep = 0; sweep < 30; sweep++)
            {
                solver.Step();
            }

            return LiftingGap.Of(objective).Distances.Where((_, l) => layers[l].IsConstraint).Sum();
        }).ToArray();
        Assert.True(distances[1] < 0.4 * distances[0] && distances[2] < 0.4 * distances[1], string.Join(", ", distances));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LiftedBregman(2) { ConstraintWeight = 0 });
    }

    private static double Distance(string name, double weight)
    {
        var rate = 1e-2;
        var objective = Lift(name, (new FixedPoint(), new GradientDescent(rate)), new OneSweep(), new ImplicitStochasticGradient(24), new LiftedBregman(weight));
        var start = objective.CurrentParameters.SelectMany(layer => PotentialCases.Widen(layer.Values)).ToArray();
        var nested = new Backpropagation((TrainingProblem)objective.Problem, new GradientDescent(rate), objective.Sampler, new Initialisation());
        new SequentialSolver(objective).Step();
        nested.Step();
        var lifted = objective.CurrentParameters.SelectMany(layer => PotentialCases.Widen(layer.Values)).ToArray();
        var back = nested.CurrentParameters.SelectMany(layer => PotentialCases.Widen(layer.Values)).ToArray();
        return Math.Sqrt(PotentialCases.SquaredDistance(lifted, back) / PotentialCases.SquaredDistance(start, back));
    }

    private static LiftedObjective Lift(
        string name, (BlockUpdate Activations, BlockUpdate Parameters) updates, Schedule schedule, OuterIteration outer, LiftedFormulation? formulation = null)
    {
        var network = ArchitectureCases.Build(name);
        var clean = TinyProblems.Gaussian(24, network.Outputs, 1, "clean");
        var seen = TinyProblems.Gaussian(24, network.Inputs, 2, "noise");
        Model.Kernels.VectorKernels.Combine(clean.Values, (Real)0.3, seen.Values, seen.Values);
        var problem = new TrainingProblem(network, seen, clean, 3);
        return TinyProblems.Lift(problem, new LiftedMethod(formulation ?? new LiftedBregman(5), updates, schedule, outer, shards: 2));
    }
}
