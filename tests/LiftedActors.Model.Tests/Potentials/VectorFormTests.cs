using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Tests.Potentials;

/// <summary>What the CPU runs, held to the definition in double, for every length of a tail.</summary>
public sealed class VectorFormTests
{
    private static readonly int[] Lengths = [.. Enumerable.Range(1, 17), 33, 70];

    public static TheoryData<string, int> Cases => PotentialCases.All;

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheProxEqualsItsDefinitionAndMayOverwrite(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        var random = new RandomStream(6, word);
        foreach (var length in Lengths)
        {
            foreach (var step in PotentialCases.Steps)
            {
                var v = PotentialCases.Point(ref random, length, length % 3 == 0 ? 20 : 2);
                var expected = PotentialCases.ExactProx(potential, PotentialCases.Widen(v), (Real)step);
                var guarded = new Real[length + 2];
                guarded.AsSpan().Fill(77);
                potential.Prox(v, (Real)step, guarded.AsSpan(1, length));
                Assert.Equal((77, 77), (guarded[0], guarded[^1]));
                var scale = 1 + v.Max(value => Math.Abs((double)value));
                for (var i = 0; i < length; i++)
                {
                    Assert.True(
                        Math.Abs(expected[i] - guarded[i + 1]) <= 16 * PotentialCases.Epsilon * scale,
                        $"{potential}, step {step}, length {length}: {guarded[i + 1]} instead of {expected[i]} at v = {v[i]}");
                }

                potential.Prox(v, (Real)step, v);
                Assert.Equal(guarded[1..^1], v);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheDivergenceEqualsItsDefinition(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        var random = new RandomStream(7, word);
        foreach (var length in Lengths)
        {
            for (var trial = 0; trial < 4; trial++)
            {
                var x = PotentialCases.Point(ref random, length, 2);
                var z = PotentialCases.InDomain(potential, ref random, length);
                var s = new Real[length];
                potential.Activate(x, s);
                var (wideX, wideZ) = (PotentialCases.Widen(x), PotentialCases.Widen(z));
                var exact = PotentialCases.ExactProx(potential, wideX, 1);
                var expected = potential.Value<double>(wideZ) - potential.Value<double>(exact)
                    - exact.Select((value, i) => (wideX[i] - value) * (wideZ[i] - value)).Sum();
                var actual = potential.Divergence(z, s, x);
                var scale = Math.Abs(expected) + (1 + PotentialCases.Dot(wideX, wideX)) + PotentialCases.Dot(wideZ, wideZ);
                Assert.True(
                    Math.Abs(actual - expected) <= 16 * PotentialCases.Epsilon * scale, $"{potential}, length {length}: {actual} instead of {expected}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ThePullBackIsTheDerivative(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        var random = new RandomStream(8, word);
        const double H = 1e-5;
        foreach (var length in Lengths)
        {
            var x = PotentialCases.Point(ref random, length, 1.5);
            var gradient = PotentialCases.Point(ref random, length, 1);
            var (s, result) = (new Real[length], new Real[length]);
            potential.Activate(x, s);
            potential.PullBack(x, s, gradient, result);
            for (var i = 0; i < length; i++)
            {
                double[] up = PotentialCases.Widen(x), down = PotentialCases.Widen(x), far = PotentialCases.Widen(x);
                (up[i], down[i], far[i]) = (up[i] + H, down[i] - H, far[i] + (2 * H));
                var (high, low) = (PotentialCases.ExactProx(potential, up, 1), PotentialCases.ExactProx(potential, down, 1));
                var centre = PotentialCases.ExactProx(potential, PotentialCases.Widen(x), 1);
                var kink = high.Zip(low, (a, b) => a + b).Zip(centre, (sum, c) => Math.Abs(sum - (2 * c))).Max() > 1e-7;
                var expected = high.Zip(low, (a, b) => (a - b) / (2 * H)).Zip(gradient, (d, g) => d * g).Sum();
                Assert.True(
                    kink || Math.Abs(expected - result[i]) <= 1e-8 + (64 * PotentialCases.Epsilon), $"{potential}: {result[i]} instead of {expected}");
            }

            potential.PullBack(x, s, gradient, gradient);
            Assert.Equal(result, gradient);
        }
    }
}
