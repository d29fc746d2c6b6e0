using LiftedActors.Model.Formulations;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Tests.Potentials;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Updates;

/// <summary>The inequality behind the step lengths of blocks that move at once, for one sample and layer, in double.</summary>
public sealed class TermSharesTests
{
    private const int Inputs = 3;
    private const int Outputs = 4;

    public static TheoryData<string, int> Cases => PotentialCases.Trainable;

    /// <summary>f(Θ + dΘ, z₋ + dz₋, z + dz) − f − ⟨∇f, (dΘ, dz₋, dz)⟩ ≤ ½(a|dΘ|² + b|dz₋|² + c|dz|²) while |dW| ≤ ρ, f = μ(φ*(x) − ⟨z, x⟩).</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void TheRemainderOfATermIsBorneByTheShares(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        var random = new RandomStream(7, "shares");
        var largest = 0.0;
        for (var k = 0; k < 300; k++)
        {
            const double Weight = 2;
            var penalty = new BregmanPenalty(potential, Weight);
            var scale = Math.Pow(10, (2 * random.Uniform()) - 1);
            var (w, below, own) = (Draw(ref random, Outputs * Inputs, scale), Draw(ref random, Inputs, 1), Activation(ref random));
            var (dw, dBelow, dOwn) = (Draw(ref random, Outputs * Inputs, 1), Draw(ref random, Inputs, 1), Draw(ref random, Outputs, 1));
            var (isBelowFree, isOwnFree) = (k % 3 > 0, k % 4 > 0);
            var squaredWeights = Squared(w);
            Scale(dw, TermShares.Radius(squaredWeights) * random.Uniform() / Math.Sqrt(Squared(dw)));
            Scale(dBelow, isBelowFree ? Math.Pow(10, (2 * random.Uniform()) - 1) : 0);
            Scale(dOwn, isOwnFree ? Math.Pow(10, (2 * random.Uniform()) - 1) : 0);

            var x = Apply(w, below);
            var error = Error(x, own);
            var moved = Apply(Sum(w, dw), Sum(below, dBelow));
            var first = Dot(error, Apply(dw, below)) + Dot(error, Apply(w, dBelow)) - (Weight * Dot(dOwn, x));
            var remainder = Smooth(moved, Sum(own, dOwn)) - Smooth(x, own) - first;

            // A one-row matrix has one singular value; the Frobenius norm bounds that of W.
            var bounds = new TermBounds(Weight, penalty.Curvature, squaredWeights, Squared(below), Squared(error), isBelowFree, isOwnFree);
            var shares = TermShares.Of(bounds, 0);
            var borne = 0.5 * ((shares.Parameters * Squared(dw)) + (shares.Below * Squared(dBelow)) + (shares.Own * Squared(dOwn)));
            Assert.True(remainder <= borne + (1e-9 * (1 + borne)), $"{word}: {remainder} > {borne}");
            largest = Math.Max(largest, remainder / borne);

            double[] Error(double[] at, double[] z)
            {
                var s = new double[Outputs];
                potential.ExactProx<double>(at, 1, s);
                return [.. s.Zip(z, (a, b) => Weight * (a - b))];
            }

            double Smooth(double[] at, double[] z)
            {
                // φ*(x) = ⟨x, σ⟩ − φ(σ).
                var s = new double[Outputs];
                potential.ExactProx<double>(at, 1, s);
                return Weight * (Dot(at, s) - (0.5 * Squared(s)) - potential.Value<double>(s) - Dot(z, at));
            }
        }

        // The bound is not idle.
        Assert.True(largest > 0.1 * potential.ActivationLipschitz, $"{word}: at most {largest} of what the shares bear is used.");

        double[] Activation(ref RandomStream stream)
        {
            var s = new double[Outputs];
            potential.ExactProx<double>(Draw(ref stream, Outputs, 1), 1, s);
            return s;
        }
    }

    [Fact]
    public void ADelayOnlyRaisesTheShares()
    {
        var bounds = new TermBounds(2, 1, 3, 5, 0.7, true, true);
        for (var delay = 0; delay < 4; delay++)
        {
            var (less, more) = (TermShares.Of(bounds, delay), TermShares.Of(bounds, delay + 1));
            Assert.True(more.Parameters > less.Parameters && more.Below > less.Below && more.Own > less.Own);
        }
    }

    [Fact]
    public void PinnedNeighboursCostNothing()
    {
        // A single layer: gradient descent with L.
        Assert.Equal(new TermShares(15, 0, 0), TermShares.Of(new TermBounds(3, 3, 2, 5, 0.7, false, false), 0));
    }

    private static double[] Draw(ref RandomStream random, int length, double scale)
    {
        var values = new Real[length];
        random.FillGaussian(values, scale);
        return PotentialCases.Widen(values);
    }

    private static double[] Apply(double[] w, double[] z) =>
        [.. Enumerable.Range(0, Outputs).Select(i => Enumerable.Range(0, Inputs).Sum(j => w[(i * Inputs) + j] * z[j]))];

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double Squared(double[] a) => Dot(a, a);

    private static void Scale(double[] a, double factor)
    {
        for (var i = 0; i < a.Length; i++)
        {
            a[i] *= factor;
        }
    }
}
