using LiftedActors.Model.Networks;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Potentials;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Solving;

/// <summary>At stationary activations the lifted gradient in Θ is that of back-propagation up to O(1/μ); a single top-down sweep, too.</summary>
public sealed class LiftedGradientTests
{
    private const int Samples = 6;
    private static readonly int[] Widths = [3, 5, 4, 2];

    [Fact]
    public void ItApproachesBackPropagationInFirstOrder()
    {
        var isDouble = PotentialCases.Epsilon < 1e-10;
        var errors = (isDouble ? (double[])[10, 1e2, 1e3, 1e4] : [10, 1e2, 1e3]).Select(weight => RelativeError(weight, stationary: true)).ToArray();
        Assert.InRange(errors[0], 1e-2, 0.6);
        for (var k = 1; k < errors.Length; k++)
        {
            Assert.InRange(Math.Log10(errors[k - 1] / errors[k]), isDouble && k > 1 ? 0.9 : 0.6, isDouble ? 1.1 : 1.4);
        }
    }

    [Fact]
    public void OneTopDownSweepDoesSoToo()
    {
        var isDouble = PotentialCases.Epsilon < 1e-10;
        var errors = (isDouble ? (double[])[1e2, 1e3, 1e4] : [10, 1e2]).Select(weight => RelativeError(weight, stationary: false)).ToArray();
        for (var k = 1; k < errors.Length; k++)
        {
            Assert.InRange(Math.Log10(errors[k - 1] / errors[k]), isDouble ? 0.9 : 0.6, isDouble ? 1.1 : 1.4);
        }
    }

    [Fact]
    public void TheBaselineFollowsTheGradientOfTheNestedLoss()
    {
        var problem = TinyProblems.Regression("tanh", Samples, 5, Widths);
        var objective = TinyProblems.Lift(problem, TinyProblems.Method(new BackwardGaussSeidel(), new ProxLinear(), new ProxLinear(), new FullBatch()));
        var baseline = new Backpropagation(problem, new GradientDescent(1), objective.Sampler, new Initialisation());
        baseline.Step();
        foreach (var (gradient, layer) in Backpropagated(problem, objective).Select((gradient, layer) => (gradient, layer)))
        {
            var before = objective.CurrentParameters[layer].Values;
            var after = baseline.CurrentParameters[layer].Values;
            for (var i = 0; i < gradient.Length; i++)
            {
                Assert.Equal(before[i] - gradient[i], after[i], 100 * PotentialCases.Epsilon);
            }
        }
    }

    private static double RelativeError(double weight, bool stationary)
    {
        var problem = TinyProblems.Regression("tanh", Samples, 5, Widths);
        BlockUpdate activations = stationary ? new ProxLinear() : new FixedPoint();
        var method = TinyProblems.Method(new BackwardGaussSeidel(), activations, new ProxLinear(), new FullBatch(), weight);
        var objective = TinyProblems.Lift(problem, method);
        var hand = new Hand(objective);
        hand.Forward();
        for (var sweep = 0; sweep < (stationary ? 1000 : 1); sweep++)
        {
            hand.TopDown(published: stationary);
        }

        var (expected, actual) = (Backpropagated(problem, objective), hand.Gradient());
        var difference = expected.Zip(actual, PotentialCases.SquaredDistance).Sum();
        return Math.Sqrt(difference / expected.Sum(gradient => PotentialCases.Dot(gradient, gradient)));
    }

    /// <summary>The gradient of the mean loss ½|net(x) − y|² by the chain rule, in double, per layer (W, b).</summary>
    private static double[][] Backpropagated(TrainingProblem problem, LiftedObjective objective)
    {
        var parameters = objective.CurrentParameters.Cast<PackedParameters>().ToArray();
        var gradients = parameters.Select(p => new double[p.Values.Length]).ToArray();
        for (var sample = 0; sample < Samples; sample++)
        {
            var z = new List<double[]> { ReferenceObjective.Row(problem.Inputs, sample) };
            foreach (var (p, l) in parameters.Select((p, l) => (p, l)))
            {
                var x = ReferenceObjective.Affine(p.Weights, p.Bias.ToArray(), z[^1]);
                z.Add(l == parameters.Length - 1 ? x : [.. x.Select(Math.Tanh)]);
            }

            var error = z[^1].Zip(ReferenceObjective.Row(problem.Targets, sample), (output, target) => (output - target) / Samples).ToArray();
            for (var l = parameters.Length - 1; l >= 0; l--)
            {
                var (weights, below) = (parameters[l].Weights, z[l]);
                var next = new double[below.Length];
                for (var i = 0; i < error.Length; i++)
                {
                    gradients[l][weights.Rows * weights.Columns + i] += error[i];
                    for (var j = 0; j < below.Length; j++)
                    {
                        gradients[l][(i * below.Length) + j] += error[i] * below[j];
                        next[j] += weights.Row(i)[j] * error[i] * (1 - (below[j] * below[j]));
                    }
                }

                error = next;
            }
        }

        return gradients;
    }
}
