using LiftedActors.Model.Formulations;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Potentials;
using LiftedActors.Model.Tests.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Formulations;

/// <summary>J = (1/β) [min (E + β loss) − min E] at converged phases.</summary>
public sealed class LiftedContrastiveTests
{
    private const int Samples = 6;
    private static readonly int[] Widths = [3, 5, 4, 2];
    private static readonly bool IsDouble = PotentialCases.Epsilon < 1e-10;

    [Theory]
    [InlineData("tanh")]
    [InlineData("relu")]
    [InlineData("sigmoid")]
    public void ItIsNotNegativeAndAtMostTheLossOfTheFreePhase(string activation)
    {
        foreach (var (beta, gamma) in ((double, double)[])[(0.1, 0.3), (1, 1), (10, 0.5)])
        {
            var (hand, objective) = Converged(activation, beta, gamma);
            var rounding = 1e3 * PotentialCases.Epsilon / beta;
            Assert.InRange(hand.Objective(), -rounding, LossOfTheFreePhase(objective) + rounding);
        }
    }

    /// <summary>β → 0: J tends to the loss of the free phase, in first order.</summary>
    [Fact]
    public void ItTendsToTheLossOfTheFreePhase() => FirstOrder(IsDouble ? [0.1, 0.01, 1e-3] : [0.3, 0.03], beta =>
    {
        var (hand, objective) = Converged("tanh", beta, 0.5);
        return (hand.Objective(), LossOfTheFreePhase(objective));
    });

    /// <summary>γ → 0: the free phase tends to the network, in first order.</summary>
    [Fact]
    public void TheFreePhaseTendsToTheNetwork() => FirstOrder(IsDouble ? [0.1, 0.01, 1e-3] : [0.1, 0.01], gamma =>
    {
        var (_, objective) = Converged("tanh", 1e-3, gamma);
        var free = LossOfTheFreePhase(objective);
        new Hand(objective).Forward();
        return (free, LossOfTheFreePhase(objective));
    });

    /// <summary>The envelope theorem: only Θ is moved, the phases converge anew.</summary>
    [Theory]
    [InlineData("tanh")]
    [InlineData("leaky-relu")]
    public void TheGradientInTheParametersIsThatOfConvergedPhases(string activation)
    {
        var (beta, gamma) = (0.5, 0.5);
        var gradient = Converged(activation, beta, gamma).Hand.Gradient();
        var step = Math.Pow(PotentialCases.Epsilon, 1.0 / 3);
        foreach (var (layer, index) in ((int, int)[])[(0, 0), (0, 16), (1, 7), (1, 21), (2, 3), (2, 9)])
        {
            var slope = (At(step) - At(-step)) / (2 * step);
            Assert.Equal(slope, gradient[layer][index], IsDouble ? 1e-6 : 5e-3);

            double At(double shift) => Converged(activation, beta, gamma, (layer, index, shift)).Hand.Objective();
        }
    }

    [Fact]
    public void TheCopiesSeeTheSameSamplesAndDifferOnlyByTheLoss()
    {
        var objective = Lift("tanh", 0.5, 0.5);
        var hand = new Hand(objective);
        hand.Forward();

        // After the forward pass both copies are the network's activations: what is left of the difference is the loss.
        var nested = ReferenceObjective.Layer(objective, Widths.Length - 1, 0) / Samples;
        Assert.Equal(nested, hand.Objective(), 100 * PotentialCases.Epsilon * (1 + nested));
    }

    private static (Hand Hand, LiftedObjective Objective) Converged(string activation, double beta, double gamma, (int Layer, int Index, double By)? shift = null)
    {
        var objective = Lift(activation, beta, gamma);
        if (shift is { } by)
        {
            var values = objective.CurrentParameters[by.Layer].Values.ToArray();
            values[by.Index] += (Real)by.By;
            objective.Parameters[by.Layer].Initialise(values);
        }

        var hand = new Hand(objective);
        hand.Forward();
        for (var sweep = 0; sweep < 400; sweep++)
        {
            hand.TopDown(published: true);
        }

        return (hand, objective);
    }

    private static LiftedObjective Lift(string activation, double beta, double gamma)
    {
        var method = new LiftedMethod(new LiftedContrastive(beta, gamma), (new ProxLinear(), new ProxLinear()), new BackwardGaussSeidel(), new FullBatch());
        return TinyProblems.Lift(TinyProblems.Regression(activation, Samples, 5, Widths), method);
    }

    private static void FirstOrder(double[] sizes, Func<double, (double Value, double Limit)> at)
    {
        var errors = sizes.Select(at).Select(pair => Math.Abs(pair.Value - pair.Limit) / pair.Limit).ToArray();
        for (var k = 1; k < errors.Length; k++)
        {
            Assert.InRange(Math.Log10(errors[k - 1] / errors[k]), 0.7, 1.3);
        }
    }

    /// <summary>The loss at the free activations, which J never exceeds.</summary>
    private static double LossOfTheFreePhase(LiftedObjective objective)
    {
        var shards = objective.Sampler.Shards;
        return Enumerable.Range(shards, shards).Sum(shard => ReferenceObjective.Term(objective, Widths.Length - 1, shard, 0)) / Samples;
    }
}
