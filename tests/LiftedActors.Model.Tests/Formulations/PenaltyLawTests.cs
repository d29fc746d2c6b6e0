using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Tests.Potentials;
using LiftedActors.Model.Tests.Solving;

namespace LiftedActors.Model.Tests.Formulations;

/// <summary>The laws of a penalty, for every formulation that scanning finds and every activation.</summary>
public sealed class PenaltyLawTests
{
    private const int Width = 5;
    private const double Weight = 3;
    private static readonly double Epsilon = PotentialCases.Epsilon;

    public static TheoryData<string, int> Cases => PotentialCases.All;

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheValueIsThatOfTheDefinitionAndTheErrorItsGradient(string word, int variant)
    {
        Each(word, variant, (penalty, x, z) =>
        {
            var error = new Matrix(1, Width);
            var value = penalty.Error(x, z, error);
            var (wideX, wideZ) = (PotentialCases.Widen(x.Values), PotentialCases.Widen(z.Values));
            var expected = penalty.Weight * PenaltyReference.Of(penalty, wideZ, wideX);
            Assert.True(Math.Abs(value - expected) <= (64 * Epsilon * expected) + (64 * Epsilon * Epsilon * Size(x, z)) + (1e-9 * penalty.Weight), $"{penalty}: {value}, not {expected}");
            for (var i = 0; i < Width; i++)
            {
                const double H = 1e-6;
                double[] up = [.. wideX], down = [.. wideX];
                (up[i], down[i]) = (up[i] + H, down[i] - H);
                var slope = penalty.Weight * (PenaltyReference.Of(penalty, wideZ, up) - PenaltyReference.Of(penalty, wideZ, down)) / (2 * H);
                Assert.Equal(slope, error.Values[i], 2e-5 + (64 * Epsilon * Size(x, z)));
            }
        });
    }

    /// <summary>C(z, x) − C(z′, x) is that of −⟨c, ·⟩ + ½|·|² + P: all that a step of z needs to know.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void SeenFromTheActivationsItSplitsAsStated(string word, int variant)
    {
        var random = new RandomStream(2, word);
        Each(word, variant, (penalty, x, z) =>
        {
            var (wideX, one) = (PotentialCases.Widen(x.Values), PotentialCases.Widen(z.Values));
            var other = PotentialCases.Widen(PotentialCases.InDomain(penalty.Activation, ref random, Width));
            var centre = penalty.IsCentredAtActivation ? PotentialCases.ExactProx(penalty.Activation, wideX, 1) : wideX;
            var expected = PenaltyReference.Of(penalty, one, wideX) - PenaltyReference.Of(penalty, other, wideX);
            Assert.Equal(expected, Model(one) - Model(other), 1e-9 * Size(x, z) * (1 + PotentialCases.Dot(other, other)));

            double Model(double[] point) => (0.5 * PotentialCases.Dot(point, point)) + penalty.Proximable.Value<double>(point) - PotentialCases.Dot(centre, point);
        });
    }

    /// <summary>A step minimises ⟨∇f, v⟩ + h(v) + |v − z|²/(2g).</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void TheStepOfTheActivationsMinimisesItsModel(string word, int variant)
    {
        var random = new RandomStream(3, word);
        Each(word, variant, (penalty, x, z) =>
        {
            var (feedback, centre) = (Row(PotentialCases.Point(ref random, Width, 1)), new Matrix(1, Width));
            x.Values.CopyTo(centre.Values);
            if (penalty.IsCentredAtActivation)
            {
                penalty.Activation.Activate(x, centre);
            }

            foreach (var step in (double[])[0.1, 2, double.PositiveInfinity])
            {
                var next = new Matrix(1, Width);
                penalty.ProximalGradient(z, centre, feedback, step, next);
                var least = Model(PotentialCases.Widen(next.Values), step);
                for (var trial = 0; trial < 6; trial++)
                {
                    var towards = Math.Pow(10, -trial % 3);
                    var candidate = PotentialCases.InDomain(penalty.Activation, ref random, Width);
                    var point = next.Values.ToArray().Select((u, i) => u + (towards * ((double)candidate[i] - u))).ToArray();
                    var distance = PotentialCases.SquaredDistance(point, PotentialCases.Widen(next.Values));
                    Assert.True(
                        Model(point, step) - least >= (0.5 * penalty.Modulus * distance * (1 - (64 * Epsilon))) - (256 * Epsilon * penalty.Weight * Size(x, z)),
                        $"{penalty}, g = {step}");
                }
            }

            double Model(double[] v, double step)
            {
                var linear = v.Select((value, i) => ((double)feedback.Values[i] - (penalty.Weight * (double)centre.Values[i])) * value).Sum();
                return linear + (penalty.Weight * ((0.5 * PotentialCases.Dot(v, v)) + penalty.Proximable.Value<double>(v)))
                    + (double.IsPositiveInfinity(step) ? 0 : PotentialCases.SquaredDistance(v, PotentialCases.Widen(z.Values)) / (2 * step));
            }
        });
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheActivationIsTheMinimiserAndTheErrorIsBounded(string word, int variant)
    {
        Each(word, variant, (penalty, x, z) =>
        {
            var (error, s) = (new Matrix(1, Width), new Matrix(1, Width));
            penalty.Activation.Activate(x, s);
            var value = penalty.Error(x, z, error);
            var squared = VectorKernels.SquaredNorm(error.Values);
            Assert.True(value >= -64 * Epsilon * penalty.Weight * penalty.Activation.Weakness * Size(x, z), $"{penalty}: {value}");

            // An activation that jumps has no such bound.
            Assert.True(double.IsPositiveInfinity(penalty.Curvature) || squared <= (penalty.SquaredErrorBound(value) * (1 + (64 * Epsilon))) + (64 * Epsilon * Epsilon * Size(x, z)), $"{penalty}: {squared}");
            Assert.True(penalty.Error(x, s, error) <= value + (64 * Epsilon * Size(x, z)), $"{penalty}: σ(x) is not the minimiser");
        });
    }

    /// <summary>(1 − w)/2 |z − σ(x)|² ≤ B ≤ ½|z − x|² + Ψ(z) − inf Ψ.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void ThePenaltiesAreOrdered(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        var random = new RandomStream(5, word);
        for (var trial = 0; trial < 200; trial++)
        {
            var (x, z) = Pair(potential, ref random);
            var error = new Matrix(1, Width);
            var (auxiliary, bregman, quadratic) = (
                new AuxiliaryCoordinatePenalty(potential, 1).Error(x, z, error),
                new BregmanPenalty(potential, 1).Error(x, z, error),
                new QuadraticPenalty(potential, 1, Width).Error(x, z, error));
            var rounding = 64 * Epsilon * (bregman + (Epsilon * Size(x, z)));
            rounding += 64 * Epsilon * potential.Weakness * auxiliary;
            Assert.True(potential.Modulus * auxiliary <= bregman + rounding, $"{potential}: {auxiliary} > {bregman}");
            Assert.True(bregman <= quadratic + rounding + (64 * Epsilon * quadratic) + 1e-9, $"{potential}: {bregman} > {quadratic}");
        }
    }

    /// <summary>A batch is the sum of its samples.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void TheErrorOfABatchIsThatOfItsSamples(string word, int variant)
    {
        var potential = PotentialCases.Create(word, variant);
        foreach (var penalty in Penalties(potential))
        {
            var random = new RandomStream(6, word);
            var (x, z) = (Row(PotentialCases.Point(ref random, 4 * Width, 2), 4), new Matrix(4, Width));
            potential.Activate(Row(PotentialCases.Point(ref random, 4 * Width, 1.5), 4), z);
            var (batch, sample, sum) = (new Matrix(6, Width), new Matrix(1, Width), 0.0);
            var value = penalty.Error(x, z, batch);
            Assert.Equal(4, batch.Rows);
            for (var row = 0; row < 4; row++)
            {
                sum += penalty.Error(Row(x.Row(row).ToArray()), Row(z.Row(row).ToArray()), sample);
                Assert.Equal(sample.Values.ToArray(), batch.Row(row).ToArray());
            }

            Assert.Equal(sum, value, 64 * Epsilon * (1 + sum));
        }
    }

    /// <summary>A run that diverges is found by its numbers.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void WhatIsNotANumberIsNotHidden(string word, int variant)
    {
        foreach (var penalty in Penalties(PotentialCases.Create(word, variant)).Where(penalty => penalty is not NoPenalty))
        {
            var (x, z) = (new Matrix(1, Width), new Matrix(1, Width));
            penalty.Activation.Activate(x, z);
            x.Values[^1] = Real.NaN;
            Assert.True(double.IsNaN(penalty.Error(x, z, new Matrix(1, Width))), penalty.ToString());
        }
    }

    [Fact]
    public void TheFreePhaseHasNoLoss()
    {
        var network = Network.Perceptron([2, 3, 2], PotentialCatalogue.Create("tanh"), PotentialCatalogue.Create("identity"));
        var contrastive = new LiftedContrastive();
        var free = contrastive.PenaltyOf(2, network, PenaltyWeights.Of(contrastive, network), phase: 1);
        var (x, error) = (Row([1, 2], 1), Row([3, 4], 1));
        Assert.Equal(0, free.Error(x, x, error));
        Assert.All(error.Values.ToArray(), value => Assert.Equal(0, value));
        Assert.Equal((1, 0), (free.Curvature, free.SquaredErrorBound(0)));
    }

    private static void Each(string word, int variant, Action<LayerPenalty, Matrix, Matrix> check)
    {
        var potential = PotentialCases.Create(word, variant);
        foreach (var penalty in Penalties(potential))
        {
            var random = new RandomStream(1, word);
            for (var trial = 0; trial < 20; trial++)
            {
                var (x, z) = Pair(potential, ref random);
                check(penalty, x, z);
            }
        }
    }

    /// <summary>The penalties of the hidden layer, one for each kind that the formulations have.</summary>
    private static IEnumerable<LayerPenalty> Penalties(ConvexPotential potential)
    {
        var network = Network.Perceptron([2, Width, 2], potential, PotentialCatalogue.Create("identity"));
        return Family.Formulations.Select(formulation => formulation.PenaltyOf(1, network, new PenaltyWeights([Weight]))).DistinctBy(penalty => penalty.GetType());
    }

    private static (Matrix X, Matrix Z) Pair(ConvexPotential potential, ref RandomStream random) =>
        (Row(PotentialCases.Point(ref random, Width, 2)), Row(PotentialCases.InDomain(potential, ref random, Width)));

    private static Matrix Row(Real[] values, int rows = 1) => Matrix.Over(values, rows, values.Length / rows);

    private static double Size(Matrix x, Matrix z) => 1 + VectorKernels.SquaredNorm(x.Values) + VectorKernels.SquaredNorm(z.Values);
}
