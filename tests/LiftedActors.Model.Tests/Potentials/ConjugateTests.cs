using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Tests.Potentials;

/// <summary>The conjugate φ* by its definition, held to its laws, and where the table has a closed form, to that.</summary>
public sealed class ConjugateTests
{
    /// <summary>φ*(x) of docs/mathematics.md §3, at the defaults.</summary>
    private static readonly Dictionary<string, Func<double[], double>> ClosedForms = new()
    {
        ["identity"] = Sum(x => x * x / 2),
        ["relu"] = Sum(x => Square(Positive(x)) / 2),
        ["leaky-relu"] = Sum(x => (x < 0 ? 0.01 : 1) * x * x / 2),
        ["box"] = Sum(x => (x * Math.Clamp(x, -1, 1)) - (Square(Math.Clamp(x, -1, 1)) / 2)),
        ["hard-sigmoid"] = Sum(x => (x * HardSigmoid(x)) - (3 * Square(HardSigmoid(x))) + (3 * HardSigmoid(x))),
        ["soft-threshold"] = Sum(x => Square(Positive(Math.Abs(x) - 0.1)) / 2),
        ["one-sided-soft-threshold"] = Sum(x => Square(Positive(x - 0.1)) / 2),
        ["hinge"] = Sum(x => (x * x / 2) - (x >= 1 ? 0 : x >= 0 ? Square(1 - x) / 2 : 0.5 - x)),
        ["squared-hinge"] = Sum(x => (x * x / 2) - (Square(Positive(1 - x)) / 4)),
        ["epsilon-insensitive"] = Sum(x => (x * x / 2) - Huber(Positive(Math.Abs(x) - (Real)0.1), 0.5)),
        ["tanh"] = Sum(x => Softplus(2 * x) - x - Math.Log(2)),
        ["sigmoid"] = Sum(Softplus),
        ["softplus"] = Sum(x => -Dilogarithm(-Math.Exp(x))),
        ["elu"] = Sum(x => x < 0 ? Math.Exp(x) - x - 1 : x * x / 2),
        ["softsign"] = Sum(x => Math.Abs(x) - Math.Log(1 + Math.Abs(x))),
        ["arctan"] = Sum(x => 2 / Math.PI * ((x * Math.Atan(x)) - (Math.Log(1 + (x * x)) / 2))),
        ["isru"] = Sum(x => Math.Sqrt(1 + (x * x)) - 1),
        ["softmax"] = x => Math.Log(x.Sum(Math.Exp)),
        ["group-soft-threshold"] = Groups(r => Square(Positive(r - 0.1)) / 2),
        ["group-huber"] = Sum(x => Math.Abs(x) <= 1.1 ? 0.1 * x * x / 2.2 : (Square(Math.Abs(x) - 1) / 2) + 0.05),
        ["group-ball"] = Groups(r => Huber(r, 1)),
        ["firm-threshold"] = Sum(x => Firm(Math.Abs(x), (Real)0.1)),
        ["hard-threshold"] = Sum(x => Positive((x * x) - Square((Real)0.1)) / 2),
        ["sign"] = Sum(Math.Abs),
    };

    public static TheoryData<string, int> Cases => PotentialCases.All;

    public static TheoryData<string> Known => [.. ClosedForms.Keys];

    [Theory]
    [MemberData(nameof(Known))]
    public void ItIsTheClosedForm(string word)
    {
        var potential = PotentialCatalogue.Create(word);
        var random = new RandomStream(1, word);
        for (var trial = 0; trial < 200; trial++)
        {
            var x = PotentialCases.Widen(PotentialCases.Point(ref random, 5, trial % 2 == 0 ? 0.3 : 3));
            var (expected, actual) = (ClosedForms[word](x), potential.Conjugate<double>(x));
            Assert.True(Math.Abs(expected - actual) <= 1e-13 * (1 + PotentialCases.Dot(x, x)), $"{word}: {actual} instead of {expected} at [{string.Join(", ", x)}]");
        }
    }

    /// <summary>φ(z) + φ*(x) ≥ ⟨z, x⟩ + (1 − w)/2 |z − σ(x)|², and the penalty is the difference.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void ThePenaltyIsTheGapOfFenchelAndYoung(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        var random = new RandomStream(2, word);
        for (var trial = 0; trial < 200; trial++)
        {
            var (x, z) = (PotentialCases.Point(ref random, 5, 2), PotentialCases.InDomain(potential, ref random, 5));
            var (wideX, wideZ) = (PotentialCases.Widen(x), PotentialCases.Widen(z));
            var gap = (PotentialCases.Dot(wideZ, wideZ) / 2) + potential.Value<double>(wideZ) + potential.Conjugate<double>(wideX) - PotentialCases.Dot(wideZ, wideX);
            var s = PotentialCases.ExactProx(potential, wideX, 1);
            var size = 1 + PotentialCases.Dot(wideX, wideX) + PotentialCases.Dot(wideZ, wideZ);
            Assert.True(gap >= (0.5 * potential.Modulus * PotentialCases.SquaredDistance(wideZ, s)) - (64 * PotentialCases.Epsilon * size), $"{potential}: {gap}");

            var activation = new Real[5];
            potential.Activate(x, activation);
            var penalty = potential.Divergence(z, activation, x) + (0.5 * PotentialCases.SquaredDistance(wideZ, PotentialCases.Widen(activation)));
            Assert.True(Math.Abs(gap - penalty) <= 64 * PotentialCases.Epsilon * size, $"{potential}: {penalty} instead of {gap}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ItsGradientIsTheActivation(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        var random = new RandomStream(3, word);
        const double H = 1e-5;
        for (var trial = 0; trial < 50; trial++)
        {
            var x = PotentialCases.Widen(PotentialCases.Point(ref random, 5, 2));
            var s = PotentialCases.ExactProx(potential, x, 1);
            for (var i = 0; i < x.Length; i++)
            {
                double[] up = [.. x], down = [.. x];
                (up[i], down[i]) = (up[i] + H, down[i] - H);
                var (high, low) = (PotentialCases.ExactProx(potential, up, 1)[i], PotentialCases.ExactProx(potential, down, 1)[i]);

                // By convexity the difference quotient lies between the derivatives at both ends.
                var slope = (potential.Conjugate<double>(up) - potential.Conjugate<double>(down)) / (2 * H);
                Assert.InRange(slope, low - 1e-9, high + 1e-9);
                Assert.InRange(s[i], low - 1e-12, high + 1e-12);
            }
        }
    }

    private static Func<double[], double> Sum(Func<double, double> term) => x => x.Sum(term);

    private static Func<double[], double> Groups(Func<double, double> term) =>
        x => x.Chunk(2).Sum(group => term(Math.Sqrt(PotentialCases.Dot(group, group))));

    private static double Positive(double x) => Math.Max(x, 0);

    private static double Square(double x) => x * x;

    private static double HardSigmoid(double x) => Math.Clamp((x / 6) + 0.5, 0, 1);

    private static double Huber(double r, double end) => r <= end ? r * r / 2 : (end * r) - (end * end / 2);

    private static double Firm(double r, double threshold) => r >= 1
        ? (r * r / 2) - (threshold / 2)
        : Square(Positive(r - threshold)) / (2 * (1 - threshold));

    private static double Softplus(double x) => Positive(x) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    /// <summary>Li₂(x) for x &lt; 0: inversion, Landen's identity and the series.</summary>
    private static double Dilogarithm(double x)
    {
        if (x < -1)
        {
            return (-Math.PI * Math.PI / 6) - (0.5 * Square(Math.Log(-x))) - Dilogarithm(1 / x);
        }

        if (x < -0.5)
        {
            return -Series(x / (x - 1)) - (0.5 * Square(Math.Log(1 - x)));
        }

        return Series(x);
    }

    private static double Series(double x)
    {
        var (sum, power) = (0.0, 1.0);
        for (var k = 1; k < 100; k++)
        {
            power *= x;
            sum += power / (k * k);
        }

        return sum;
    }
}
