using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Tests.Potentials;

namespace LiftedActors.Model.Tests.Formulations;

/// <summary>The laws of the penalty μB, for every activation of the catalogue.</summary>
public sealed class BregmanPenaltyTests
{
    private const int Width = 5;
    private static readonly double Epsilon = PotentialCases.Epsilon;

    public static TheoryData<string, int> Cases => PotentialCases.All;

    [Theory]
    [MemberData(nameof(Cases))]
    public void ItEqualsTheFenchelYoungGap(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        var penalty = new BregmanPenalty(potential, 3);
        var random = new RandomStream(1, word);
        for (var trial = 0; trial < 200; trial++)
        {
            var (x, z) = Pair(potential, ref random);
            var actual = penalty.Error(x, z, new Matrix(1, Width));
            var expected = 3 * Gap(potential, PotentialCases.Widen(z.Values), PotentialCases.Widen(x.Values));

            // For a weakly convex Ψ the divergence takes off up to w times what the squared error brings.
            var takenOff = 3 * 0.5 * potential.Weakness * PotentialCases.SquaredDistance(PotentialCases.Widen(z.Values), PotentialCases.Widen(Activated(potential, x)));
            Assert.True(Math.Abs(actual - expected) <= (64 * Epsilon * (expected + takenOff)) + Floor(x, z), $"{potential}: {actual}, not {expected}");
        }
    }

    /// <summary>At least (1 − w)/2 |z − σ(x)|², also where z is near σ(x), where a difference of large sums would drown it.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void ItIsAtLeastHalfTheSquaredErrorAndVanishesOnlyThere(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        var penalty = new BregmanPenalty(potential, 1);
        var random = new RandomStream(2, word);
        for (var trial = 0; trial < 300; trial++)
        {
            var (x, z) = Pair(potential, ref random);
            var s = new Matrix(1, Width);
            penalty.Activation.Activate(x, s);
            Assert.Equal(0, penalty.Error(x, s, new Matrix(1, Width)), Floor(x, s));
            foreach (var towards in (double[])[1, 1e-2, 1e-3, 1e-5])
            {
                var near = new Matrix(1, Width);
                VectorKernels.Combine(new((Real)(1 - towards), (Real)towards, 0), s.Values, z.Values, z.Values, near.Values);
                var least = 0.5 * VectorKernels.SquaredDistance(near.Values, s.Values);
                var actual = penalty.Error(x, near, new Matrix(1, Width));
                Assert.True(actual >= least * (potential.Modulus - (16 * Epsilon)), $"{potential}: {actual} < {least}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheErrorIsTheGradient(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        var penalty = new BregmanPenalty(potential, 2);
        var random = new RandomStream(3, word);
        for (var trial = 0; trial < 50; trial++)
        {
            var (x, z) = Pair(potential, ref random);
            var error = new Matrix(1, Width);
            penalty.Error(x, z, error);
            var (wideX, wideZ) = (PotentialCases.Widen(x.Values), PotentialCases.Widen(z.Values));
            for (var i = 0; i < Width; i++)
            {
                const double H = 1e-6;
                double[] up = [.. wideX], down = [.. wideX];
                (up[i], down[i]) = (up[i] + H, down[i] - H);
                var slope = 2 * (Gap(potential, wideZ, up) - Gap(potential, wideZ, down)) / (2 * H);
                Assert.Equal(slope, error.Values[i], 1e-5 + (32 * Epsilon * Size(x, z)));
            }

            // Exact, from the definition: e = μ(σ(x) − z).
            var s = PotentialCases.ExactProx(potential, wideX, 1);
            Assert.All(Enumerable.Range(0, Width), i => Assert.Equal(2 * (s[i] - wideZ[i]), error.Values[i], 32 * Epsilon * Size(x, z)));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheProxIsTheMinimiser(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        var random = new RandomStream(4, word);
        foreach (var step in PotentialCases.Steps)
        {
            foreach (var weight in (double[])[0.1, 1, 20])
            {
                var v = PotentialCases.Point(ref random, Width, 2);
                var minimiser = new Real[Width];
                new BregmanPenalty(potential, weight).Prox(v, step, minimiser);
                var least = Energy(potential, v, step * weight, PotentialCases.Widen(minimiser));
                for (var trial = 0; trial < 10; trial++)
                {
                    var other = PotentialCases.InDomain(potential, ref random, Width);
                    var towards = Math.Pow(10, -trial % 4);
                    var point = minimiser.Select((u, i) => u + (towards * ((double)other[i] - u))).ToArray();
                    var excess = Energy(potential, v, step * weight, point) - least;
                    var distance = PotentialCases.SquaredDistance(point, PotentialCases.Widen(minimiser));

                    // (1 + gμ(1 − w))-strongly convex; an error ε of the minimiser costs up to (1 + gμ)ε times the distance.
                    var tolerance = 64 * Epsilon * (1 + (step * weight)) * (1 + PotentialCases.Dot(PotentialCases.Widen(v), PotentialCases.Widen(v)));
                    Assert.True(excess >= (0.5 * (1 + (step * weight * potential.Modulus)) * distance * (1 - (64 * Epsilon))) - tolerance, $"{potential}, g = {step}, μ = {weight}: {excess}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheProximalGradientStepIsComposedAsStated(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        var penalty = new BregmanPenalty(potential, 3);
        var random = new RandomStream(5, word);
        for (var trial = 0; trial < 10; trial++)
        {
            var (x, z) = Pair(potential, ref random);
            var feedback = Row(PotentialCases.Point(ref random, Width, 1));
            foreach (var step in PotentialCases.Steps)
            {
                var v = PotentialCases.Widen(z.Values).Select((value, i) => value - (step * (feedback.Values[i] - (3 * (double)x.Values[i])))).ToArray();
                var expected = PotentialCases.ExactProx(potential, [.. v.Select(value => value / (1 + (3 * step)))], 3 * step / (1 + (3 * step)));
                var actual = new Matrix(1, Width);
                penalty.ProximalGradient(z, x, feedback, step, actual);
                Assert.All(Enumerable.Range(0, Width), i => Assert.Equal(expected[i], actual.Values[i], 64 * Epsilon * Size(x, z)));
            }

            var (far, limit) = (new Matrix(1, Width), new Matrix(1, Width));
            penalty.ProximalGradient(z, x, feedback, 1e12, far);
            penalty.ProximalGradient(z, x, feedback, double.PositiveInfinity, limit);
            var fixedPoint = PotentialCases.ExactProx(potential, [.. x.Values.ToArray().Select((value, i) => value - ((double)feedback.Values[i] / 3))], 1);
            Assert.All(Enumerable.Range(0, Width), i => Assert.Equal(fixedPoint[i], limit.Values[i], 32 * Epsilon * Size(x, z)));
            Assert.All(Enumerable.Range(0, Width), i => Assert.Equal(limit.Values[i], far.Values[i], (64 * Epsilon * Size(x, z)) + 1e-10));
        }
    }

    /// <summary>The fused pass over a batch against the penalty's parts, sample by sample.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void TheErrorOfABatchIsThatOfItsSamples(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        var random = new RandomStream(7, word);
        foreach (var (rows, width) in Shapes)
        {
            var (x, z) = Batch(potential, ref random, (rows, width));
            var (error, s, expected) = (new Matrix(rows + 1, width), new Real[width], 0.0);
            var actual = new BregmanPenalty(potential, 3).Error(x, z, error);
            Assert.Equal(rows, error.Rows);
            for (var row = 0; row < rows; row++)
            {
                potential.Activate(x.Row(row), s);
                expected += 3 * (potential.Divergence(z.Row(row), s, x.Row(row)) + (0.5 * VectorKernels.Difference(s, z.Row(row), 3, s)));
                Assert.Equal(s, error.Row(row).ToArray());
            }

            Assert.Equal(expected, actual, 64 * Epsilon * (1 + expected));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheProximalGradientOfABatchIsThatOfItsSamplesAndMeasuresItsMove(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        var penalty = new BregmanPenalty(potential, 3);
        var random = new RandomStream(8, word);
        foreach (var (rows, width) in Shapes)
        {
            var (x, z) = Batch(potential, ref random, (rows, width));
            var feedback = Matrix.Over(PotentialCases.Point(ref random, rows * width, 1), rows, width);
            foreach (var step in (double[])[0.1, double.PositiveInfinity])
            {
                var (batch, sample) = (new Matrix(rows + 1, width), new Matrix(1, width));
                var squaredMove = penalty.ProximalGradient(z, x, feedback, step, batch);
                for (var row = 0; row < rows; row++)
                {
                    penalty.ProximalGradient(Sample(z, row), Sample(x, row), Sample(feedback, row), step, sample);
                    Assert.Equal(sample.Values.ToArray(), batch.Row(row).ToArray());
                }

                var expected = PotentialCases.SquaredDistance(PotentialCases.Widen(batch.Values), PotentialCases.Widen(z.Values));
                Assert.Equal(expected, squaredMove, 256 * Epsilon * (1 + expected));
            }
        }
    }

    private static Matrix Sample(Matrix batch, int row) => Matrix.Over(batch.Row(row).ToArray(), 1, batch.Columns);

    /// <summary>A run that diverges is found by its numbers, which no activation may repair.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void WhatIsNotANumberIsNotHidden(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        foreach (var width in (int[])[1, 8, 11])
        {
            var (x, z) = (new Matrix(1, width), new Matrix(1, width));
            potential.Activate(x, z);
            x.Values[^1] = Real.NaN;
            var error = new Matrix(1, width);
            Assert.True(double.IsNaN(new BregmanPenalty(potential, 1).Error(x, z, error)));
            Assert.True(Real.IsNaN(error.Values[^1]));
            Assert.True(double.IsNaN(new BregmanPenalty(potential, 1).ProximalGradient(z, x, z, double.PositiveInfinity, error)));
            Assert.True(Real.IsNaN(error.Values[^1]));
        }
    }

    [Fact]
    public void TheKnownLossesAreRecovered()
    {
        var random = new RandomStream(6, "losses");
        for (var trial = 0; trial < 50; trial++)
        {
            var x = Row(PotentialCases.Point(ref random, Width, 3));
            var y = Row(PotentialCases.Point(ref random, Width, 3));
            var squared = 0.5 * VectorKernels.SquaredDistance(x.Values, y.Values);
            Assert.Equal(squared, Loss("identity", x, y), 16 * Epsilon * (1 + squared));

            var hot = new Matrix(1, Width);
            hot.Values[trial % Width] = 1;
            var wide = PotentialCases.Widen(x.Values);
            var crossEntropy = Math.Log(wide.Sum(Math.Exp)) - wide[trial % Width];
            Assert.Equal(crossEntropy, Loss("softmax", x, hot), 64 * Epsilon * (1 + crossEntropy));

            var label = hot.Values.ToArray();
            var logistic = wide.Select((value, i) => Math.Log(1 + Math.Exp(value)) - (value * label[i])).Sum();
            Assert.Equal(logistic, Loss("sigmoid", x, hot), 64 * Epsilon * (1 + logistic));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void AWeightThatIsNotPositiveAndFiniteIsRefused(double weight)
    {
        var first = Assert.ThrowsAny<ArgumentException>(() => new BregmanPenalty(PotentialCatalogue.Create("relu"), weight));
        var second = Assert.ThrowsAny<ArgumentException>(() => new LiftedBregman(weight));
        Assert.All([first, second], exception => Assert.Contains("positive and finite", exception.Message, StringComparison.Ordinal));
    }

    /// <summary>Every tail of a vector, and more than one part.</summary>
    private static (int Rows, int Width)[] Shapes { get; } =
        [(0, 3), .. Enumerable.Range(1, 9).Select(width => (3, width)), (5, 17), (3, (VectorKernels.Part / 2) + 5)];

    private static (Matrix X, Matrix Z) Batch(ConvexPotential potential, ref RandomStream random, (int Rows, int Width) shape)
    {
        var (rows, width) = shape;
        var (x, z) = (Matrix.Over(PotentialCases.Point(ref random, rows * width, 2), rows, width), new Matrix(rows, width));
        potential.Activate(Matrix.Over(PotentialCases.Point(ref random, rows * width, 1.5), rows, width), z);
        return (x, z);
    }

    private static double Loss(string word, Matrix x, Matrix y) =>
        new BregmanPenalty(PotentialCatalogue.Create(word), 1).Error(x, y, new Matrix(1, Width));

    /// <summary>φ(z) + φ*(x) − ⟨z, x⟩ with φ*(x) = ⟨x, σ⟩ − φ(σ), in double.</summary>
    private static double Gap(ConvexPotential potential, double[] z, double[] x)
    {
        var s = PotentialCases.ExactProx(potential, x, 1);
        return (0.5 * PotentialCases.SquaredDistance(z, s)) + potential.Value<double>(z) - potential.Value<double>(s)
            - s.Select((value, i) => (x[i] - value) * (z[i] - value)).Sum();
    }

    private static double Energy(ConvexPotential potential, Real[] v, double scaled, double[] u) =>
        (0.5 * PotentialCases.SquaredDistance(u, PotentialCases.Widen(v)))
        + (scaled * ((0.5 * PotentialCases.Dot(u, u)) + potential.Value<double>(u)));

    private static (Matrix X, Matrix Z) Pair(ConvexPotential potential, ref RandomStream random) =>
        (Row(PotentialCases.Point(ref random, Width, 2)), Row(PotentialCases.InDomain(potential, ref random, Width)));

    private static Real[] Activated(ConvexPotential potential, Matrix x)
    {
        var s = new Real[Width];
        potential.Activate(x.Values, s);
        return s;
    }

    private static Matrix Row(Real[] values) => Matrix.Over(values, 1, Width);

    /// <summary>The rounding of σ(x), which enters in the second order, and that of sums in double.</summary>
    private static double Floor(Matrix x, Matrix z) => 64 * ((Epsilon * Epsilon) + double.BitIncrement(1) - 1) * Size(x, z);

    private static double Size(Matrix x, Matrix z) => 1 + VectorKernels.SquaredNorm(x.Values) + VectorKernels.SquaredNorm(z.Values);
}
