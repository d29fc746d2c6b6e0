using LiftedActors.Model.Blocks;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Potentials;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Solving;

/// <summary>The certificate of the lifting gap is never violated.</summary>
public sealed class LiftingGapTests
{
    private static readonly int[] Widths = [3, 6, 5, 4, 2];

    public static TheoryData<string> Words => [.. PotentialCases.TrainableWords];

    [Theory]
    [MemberData(nameof(Words))]
    public void TheOutputsAreNoFurtherApartThanTheBound(string word)
    {
        foreach (var formulation in (LiftedFormulation[])[new LiftedBregman(0.5), new MacQp(0.5), new PreactivationQuadratic(2), new LiftedContrastive(1, 0.5)])
        {
            foreach (var (schedule, outer) in ((Schedule, OuterIteration)[])[(new BackwardGaussSeidel(), new FullBatch()), (new OneSweep(), new ImplicitStochasticGradient(4))])
            {
                var method = new LiftedMethod(formulation, (new FixedPoint(), new Adam(0.05)), schedule, outer);
                var objective = TinyProblems.Lift(TinyProblems.Regression(word, 9, 3, Widths), method);
                var solver = new SequentialSolver(objective);
                for (var k = 0; k < 3; k++)
                {
                    solver.Step();
                    var (gap, apart) = (LiftingGap.Of(objective), Apart(objective));
                    Assert.True(apart <= (gap.Bound * (1 + (256 * PotentialCases.Epsilon))) + (256 * PotentialCases.Epsilon), $"{method.Formulation}: {apart} > {gap.Bound}");
                    Assert.True(gap.Estimate <= gap.Bound * 1.2 && gap.Distances.Length == Widths.Length - 2 && gap.Penalties.All(value => value >= 0));
                }
            }
        }
    }

    /// <summary>Where the activations are those of the network there is no gap, and few samples are the first of all.</summary>
    [Fact]
    public void AForwardPassHasNoGap()
    {
        var method = new LiftedMethod(new LiftedBregman(), (new Feasible(), new GradientDescent(1e-30)), new BackwardGaussSeidel(), new FullBatch());
        var objective = TinyProblems.Lift(TinyProblems.Regression("tanh", 9, 3, Widths), method);
        new SequentialSolver(objective).Step();
        Assert.InRange(LiftingGap.Of(objective).Bound, 0, 1e3 * PotentialCases.Epsilon);
        Assert.InRange(LiftingGap.Of(objective, 1).Bound, 0, 1e3 * PotentialCases.Epsilon);
    }

    /// <summary>d ≤ √(2B) for a convex Ψ, so that the bound of the penalties holds as well.</summary>
    [Fact]
    public void TheDistancesAreBoundedByThePenalties()
    {
        var method = new LiftedMethod(new LiftedBregman(0.5), (new ProxLinear(), new Adam(0.05)), new BackwardGaussSeidel(), new FullBatch());
        var objective = TinyProblems.Lift(TinyProblems.Regression("relu", 9, 3, Widths), method);
        var solver = new SequentialSolver(objective);
        solver.Step();
        solver.Step();
        var gap = LiftingGap.Of(objective);
        Assert.All(gap.Distances.Zip(gap.Penalties), pair => Assert.True(pair.First * pair.First <= 2 * pair.Second * (1 + 1e-5)));
        Assert.True(gap.Distances.Sum() > 1e-3);
    }

    /// <summary>The root mean square of |net(x) − σ(x_L)| over the present batch, the network evaluated anew.</summary>
    private static double Apart(LiftedObjective objective)
    {
        var (network, parameters) = (objective.Problem.Network, objective.CurrentParameters);
        var (squared, samples) = (0.0, 0);
        for (var shard = 0; shard < objective.Sampler.Shards; shard++)
        {
            var input = (Matrix)((PinnedInput)objective[BlockId.Activations(0, shard)]).Batch;
            var top = (Matrix)((ActivationValue)objective[BlockId.Activations(network.Depth - 1, shard)].Standing!.Value.Value).Values;
            var lifted = new Matrix(input.Rows, network.Outputs);
            Affine.Apply(top, (PackedParameters)parameters[^1], lifted);
            network.Layers[^1].Activation.Activate(lifted, lifted);
            squared += VectorKernels.SquaredDistance(network.Predict(Matrix.Copy(input), parameters).Values, lifted.Values);
            samples += input.Rows;
        }

        return Math.Sqrt(squared / samples);
    }
}
