using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Tests.Potentials;

/// <summary>The laws of a convex potential and its prox, in double, for every activation of the catalogue.</summary>
public sealed class PotentialLawTests
{
    public static TheoryData<string, int> Cases => PotentialCases.All;

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheProxIsTheMinimiserForEveryStep(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        var random = new RandomStream(3, word);
        foreach (var step in PotentialCases.Steps)
        {
            for (var trial = 0; trial < 20; trial++)
            {
                var v = PotentialCases.Widen(PotentialCases.Point(ref random, 4, trial % 3 == 0 ? 8 : 1));
                var minimiser = PotentialCases.ExactProx(potential, v, step);
                var least = Energy(potential, v, step, minimiser);
                Assert.True(double.IsFinite(least), $"{potential}: the prox of step {step} leaves the domain.");
                foreach (var towards in (double[])[1, 0.1, 1e-2, 1e-4])
                {
                    // ½|u−v|² + sΨ(u) is (1 − sw)-strongly convex: it exceeds its least value by half the squared distance times that.
                    var other = PotentialCases.InDomainExactly(potential, ref random, 4);
                    var point = minimiser.Zip(other, (u, w) => u + (towards * (w - u))).ToArray();
                    var excess = Energy(potential, v, step, point) - least;
                    var tolerance = 1e-12 * (1 + step) * (1 + PotentialCases.Dot(v, v));
                    Assert.True(
                        excess >= (0.5 * Modulus(potential, step) * PotentialCases.SquaredDistance(point, minimiser)) - tolerance,
                        $"{potential}, step {step}, v = [{string.Join(", ", v)}]: [{string.Join(", ", point)}] is better by {-excess}.");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheProxIsFirmlyNonexpansive(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        var random = new RandomStream(4, word);
        foreach (var step in PotentialCases.Steps)
        {
            for (var trial = 0; trial < 30; trial++)
            {
                var (v, w) = (PotentialCases.Widen(PotentialCases.Point(ref random, 3, 3)), PotentialCases.Widen(PotentialCases.Point(ref random, 3, 3)));
                var (p, q) = (PotentialCases.ExactProx(potential, v, step), PotentialCases.ExactProx(potential, w, step));
                var inner = p.Select((_, i) => (p[i] - q[i]) * (v[i] - w[i])).Sum();
                Assert.True(Modulus(potential, step) * PotentialCases.SquaredDistance(p, q) <= inner + 1e-11, $"{potential}, step {step}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheLipschitzConstantHoldsAndIsNotWasted(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        var random = new RandomStream(5, word);
        var largest = 0.0;
        for (var trial = 0; trial < 2000; trial++)
        {
            var v = PotentialCases.Widen(PotentialCases.Point(ref random, 3, trial % 2 == 0 ? 2 : 0.1));
            var difference = PotentialCases.Widen(PotentialCases.Point(ref random, 3, 0.1));
            var w = v.Zip(difference, (a, b) => a + b).ToArray();
            var moved = PotentialCases.SquaredDistance(PotentialCases.ExactProx(potential, v, 1), PotentialCases.ExactProx(potential, w, 1));
            largest = Math.Max(largest, Math.Sqrt(moved / PotentialCases.Dot(difference, difference)));
        }

        // Where σ jumps, differences quotients have no bound.
        Assert.InRange(largest, double.IsFinite(potential.ActivationLipschitz) ? 0.4 * potential.ActivationLipschitz : 3, potential.ActivationLipschitz * (1 + 1e-9));
        Assert.InRange(potential.ActivationLipschitz, 0, 1 / potential.Modulus * (1 + 1e-12));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ExtremeInputsGiveFiniteActivationsInTheDomain(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        Real[] extremes = [-10000, 10000, -88, 88, -89, 89, -1e-30f, 1e-30f, 0, 710, -710, 104, -104];
        foreach (var step in PotentialCases.Steps)
        {
            var result = new Real[extremes.Length];
            potential.Prox(extremes, (Real)step, result);
            Assert.All(result, value => Assert.True(Real.IsFinite(value), $"{potential}, step {step}"));
            Assert.True(Real.IsFinite(potential.Value<Real>(result)), $"{potential}, step {step}: [{string.Join(", ", result)}] has no value.");
            Assert.True(double.IsFinite(potential.Value<double>(PotentialCases.Widen(result))), $"{potential}, step {step}: not in the domain in double.");
        }

        foreach (var value in extremes)
        {
            var single = new Real[1];
            potential.Activate([value], single);
            Assert.True(Real.IsFinite(single[0]));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void NotANumberPropagates(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        foreach (var step in PotentialCases.Steps)
        {
            for (var length = 1; length <= 9; length++)
            {
                var v = new Real[length];
                v[^1] = Real.NaN;
                var result = new Real[length];
                potential.Prox(v, (Real)step, result);
                Assert.True(Real.IsNaN(result[^1]), $"{potential}, step {step}");
                potential.ExactProx<Real>(v, (Real)step, result);
                Assert.True(Real.IsNaN(result[^1]), $"{potential}, step {step}, definition");
            }
        }
    }

    /// <summary>The modulus of strong convexity of ½|u−v|² + sΨ(u): 1 for a convex Ψ, 0 where none is left.</summary>
    private static double Modulus(ConvexPotential potential, double step) => Math.Max(0, 1 - (step * potential.Weakness));

    private static double Energy(ConvexPotential potential, double[] v, double step, double[] u) =>
        (0.5 * PotentialCases.SquaredDistance(u, v)) + (step * potential.Value<double>(u));

    /// <summary>Potentials that are like each other have the same activation; separable ones of equal parameters are.</summary>
    [Theory]
    [MemberData(nameof(PotentialCases.All), MemberType = typeof(PotentialCases))]
    public void Potentials_that_are_alike_are_the_same_function(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        var random = new RandomStream(11, "alike");
        var point = PotentialCases.Point(ref random, 40, 3);
        Assert.True(potential.IsLike(potential));
        Assert.Equal(potential.GetType().IsGenericType, potential.IsLike(PotentialCases.Create(word, variant)));
        foreach (var other in PotentialCases.All.Select(row => PotentialCases.Create((string)row[0], (int)row[1])))
        {
            Assert.True(Activation(other).SequenceEqual(Activation(potential)) || !potential.IsLike(other), $"{potential} and {other}");
        }

        Real[] Activation(ConvexPotential of)
        {
            var result = new Real[point.Length];
            of.Activate(point, result);
            return result;
        }
    }
}
