using System.Globalization;
using LiftedActors.Model.Certificates;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Tests.Certificates;

public sealed class CertificateTests
{
    private static readonly ConvexPotential Rectifier = new Separable<ReLU>(default);

    [Fact]
    public void ACertificateIsOneSentence()
    {
        Assert.Equal("Certified: the error |u − u†| is at most 0.0124.", Certificate.Certified(BoundedQuantity.Error, 0.012301).ToString());
        Assert.Equal(
            "Conditional: the Bregman distance D_J(u, u†) is at most 2, provided that it rains.", Certificate.Conditional(BoundedQuantity.BregmanDistance, 2, "it rains").ToString());
        Assert.Equal("No certificate for the error |u − u†|: it does not.", Certificate.None(BoundedQuantity.Error, "it does not").ToString());
        Assert.Equal("Certified: jointly convex, with a curvature of at least 0.0123.", Certificate.Certified(BoundedQuantity.Curvature, 0.012399).ToString());
        Assert.Throws<ArgumentException>(() => Certificate.Certified(BoundedQuantity.Error, double.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => Certificate.Conditional(BoundedQuantity.Error, double.NaN, "it rains"));
    }

    /// <summary>The figures of a sentence are never better than the bound.</summary>
    [Fact]
    public void ASentenceIsRoundedAwayFromTheClaim()
    {
        var random = new RandomStream(1, "figures");
        for (var trial = 0; trial < 500; trial++)
        {
            var bound = Math.Pow(10, random.Uniform(-9, 5));
            Assert.True(Figures(Certificate.Certified(BoundedQuantity.Error, bound)) >= bound * (1 - 1e-12));
            Assert.True(Figures(Certificate.Certified(BoundedQuantity.Curvature, bound)) <= bound * (1 + 1e-12));
        }

        static double Figures(Certificate certificate) => double.Parse(certificate.ToString().Split(' ')[^1].TrimEnd('.'), CultureInfo.InvariantCulture);
    }

    /// <summary>0 where α|v_j| ≤ f_j, infinite elsewhere.</summary>
    [Fact]
    public void TheBurbeaRaoTermOfARectifierIsAnIndicator()
    {
        Assert.InRange(BurbeaRao.UpperBound(Rectifier, [1, 2, 0], [0.9, -1.9, 0], 1), 0, 1e-12);
        Assert.Equal(double.PositiveInfinity, BurbeaRao.UpperBound(Rectifier, [1, 2, 0], [1.1, 0, 0], 1));
        Assert.Equal(double.PositiveInfinity, BurbeaRao.UpperBound(Rectifier, [1, 2, 0], [0, 0, 1e-30], 1));
        Assert.Equal(double.PositiveInfinity, BurbeaRao.UpperBound(Rectifier, [1, -1, 0], [0, 0, 0], 1));

        // 1/3 of 3 may round to 1, which says nothing about the exact product.
        Assert.Equal(double.PositiveInfinity, BurbeaRao.UpperBound(Rectifier, [1], [1.0 / 3], 3.0000000000000004));
    }

    /// <summary>2λα|v_j| where f_j = 0, and nothing where α|v_j| ≤ |f_j|.</summary>
    [Fact]
    public void TheBurbeaRaoTermOfASoftThresholdStaysWhereDataVanish()
    {
        var soft = new Separable<SoftThreshold>(new SoftThreshold(0.5));
        Assert.InRange(BurbeaRao.UpperBound(soft, [1, -2], [0.9, 1.9], 1), 0, 1e-12);
        Assert.Equal(2 * 0.5 * 0.1 * 3, BurbeaRao.UpperBound(soft, [0], [3], 0.1), 1e-12);
    }

    /// <summary>Of a smooth potential it is α²⟨v, Ψ″v⟩ and a bound of the term itself.</summary>
    [Fact]
    public void TheBurbeaRaoTermOfTanhIsOfSecondOrder()
    {
        var tanh = new Separable<Tanh>(default);
        Real[] data = [(Real)0.3, (Real)(-0.8)];
        double[] v = [1, 2];
        var curvature = data.Zip(v, (f, w) => w * w * ((1 / (1 - ((double)f * f))) - 1)).Sum();
        Assert.InRange(BurbeaRao.UpperBound(tanh, data, v, 1e-3) / (1e-6 * curvature), 1, 1.001);
        Assert.Equal(double.PositiveInfinity, BurbeaRao.UpperBound(tanh, data, v, 0.2));
    }

    /// <summary>With α = √2 δ/|v| and no Burbea–Rao term the bound is 2√2|v|δ; a source condition that holds up to η &gt; 0 needs a modulus or a radius.</summary>
    [Fact]
    public void TheBoundIsThatOfTheTheorem()
    {
        var (weights, v) = (new Matrix(3, 2), (double[])[0.5, 0.25, 0]);
        ((Real[])[1, 2, 0, 4, 5, 6]).CopyTo(weights.Values);
        Real[] subgradient = [(Real)0.5, 2], data = [3, 3, 0];
        const double Noise = 1e-3;
        var length = Math.Sqrt(0.3125);
        var inversion = new RegularisedInversion(Noise, Math.Sqrt(2) * Noise / length);
        var exact = SourceElement.Verified(weights, v, subgradient);
        Assert.InRange(exact.Residual, 0, 1e-14);
        Assert.Equal(Verdict.Conditional, SourceConditionBound.Of(Rectifier, data, exact, inversion).Verdict);
        foreach (var known in (RegularisedInversion[])[inversion with { Modulus = 1 }, inversion with { Radius = 10 }])
        {
            var certificate = SourceConditionBound.Of(Rectifier, data, exact, known);
            Assert.Equal(Verdict.Certified, certificate.Verdict);
            Assert.InRange(certificate.Bound / (2 * Math.Sqrt(2) * length * Noise), 1, 1 + 1e-6);
        }

        var off = SourceElement.Verified(weights, v, [(Real)0.5, (Real)2.5]);
        Assert.InRange(off.Residual, 0.5, 0.5000001);
        Assert.True(SourceConditionBound.Of(Rectifier, data, off, inversion with { Modulus = 1 }).Bound > 0.5 * 0.5 * 2);
        Assert.Contains("domain", SourceConditionBound.Of(Rectifier, [(Real)1e-5, 3, 0], exact, inversion).Reason, StringComparison.Ordinal);
    }

    /// <summary>What is only monitored is never certified.</summary>
    [Fact]
    public void AMonitoredSourceElementIsAnAssumption()
    {
        var random = new RandomStream(5, "monitored");
        var layer = RandomLayers.Dense(ref random, 3, 9, new Separable<Identity>(default));
        var data = RandomLayers.Narrow(RandomLayers.Apply(layer, [0.2, 0.3, -0.1]));
        var (u, _) = RandomLayers.Minimise(layer, data, 1e-2);
        var source = SourceElement.Monitored(layer, u, data, 1e-2);
        var gradient = RandomLayers.ApplyAdjoint(layer, source.Values.ToArray());
        Assert.True(RandomLayers.Distance(gradient, RandomLayers.Wide(u)) < 1e-4, "Wᵀv_α is the gradient of J = ½|u|² at u_α");
        var certificate = SourceConditionBound.Of(layer.Activation, data, source, new RegularisedInversion(1e-3, 1e-2) { Modulus = 1, Radius = 1 });
        Assert.Equal(Verdict.Conditional, certificate.Verdict);
        Assert.Contains("source element", certificate.Assumption, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutEnoughRowsThereIsNoBall()
    {
        var random = new RandomStream(5, "none");
        var narrow = RandomLayers.Dense(ref random, 6, 4, Rectifier);
        Assert.Contains("6 features to 4", BallBound.Of(narrow, new Real[6], new Real[4], 0).Reason, StringComparison.Ordinal);
        var dark = new DenseLayer(narrow.Weights, [-9, -9, -9, -9], Rectifier);
        var chain = ChainBound.Of([dark], [new Real[6], new Real[4]], 0);
        Assert.Contains("layer 1", chain.Reason, StringComparison.Ordinal);
        var square = RandomLayers.Dense(ref random, 4, 4, Rectifier);
        var silent = new DenseLayer(square.Weights, [-9, -9, -9, -9], Rectifier);
        Assert.Contains("0 of 4 rows", BallBound.Of(silent, new Real[4], new Real[4], 1e-3).Reason, StringComparison.Ordinal);
        Assert.Contains("range", BallBound.Of(square, new Real[4], [-1, 0, 0, 0], 1e-3).Reason, StringComparison.Ordinal);
        Assert.Contains("finite", ChainBound.Of([new DenseLayer(square.Weights, square.Bias, new Separable<Identity>(default))], [[Real.NaN, 0, 0, 0], new Real[4]], 0).Reason, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ChainBound.Of([square], [new Real[4], new Real[4]], -1));
        Assert.Throws<ArgumentException>(() => ChainBound.Of([square], [new Real[4]], 0));
    }

    /// <summary>No bound could be smaller: two points of the level set at its ends, and layers that do nothing.</summary>
    [Fact]
    public void TheBoundsAreSharp()
    {
        var one = new Matrix(1, 1);
        one.Row(0)[0] = 1;
        const double Distance = 0.25;
        Real[] f = [1], left = [(Real)(1 - Distance)], right = [(Real)(1 + Distance)];
        var identity = new DenseLayer(one, [0], new Separable<Identity>(default));
        Sharp(BallBound.Of(identity, left, f, Distance / Math.Sqrt(2)));
        Sharp(ChainBound.Of([identity], [left, f], Distance));

        // A rectifier that is off, between û and u†, leaves u as it is.
        var off = new PlusResidualBlock(new DenseLayer(one, [-9], Rectifier));
        Sharp(ChainBound.Of([off, off], [left, left, f], Distance));

        void Sharp(Certificate certificate)
        {
            Assert.Equal(Verdict.Certified, certificate.Verdict);
            Assert.InRange(certificate.Bound, (double)right[0] - left[0], ((double)right[0] - left[0]) * 1.002);
        }
    }

    /// <summary>The rounding of a forward pass is inside its bound, and the bound not far above what the worst order of sums could do.</summary>
    [Fact]
    public void TheForwardRoundingIsBounded()
    {
        foreach (var activation in (ConvexPotential[])[Rectifier, new Separable<Tanh>(default), new Separable<Sigmoid>(default), new Softmax()])
        {
            var random = new RandomStream(8, "rounding");
            DenseLayer[] layers = [RandomLayers.Dense(ref random, 30, 40, activation), RandomLayers.Dense(ref random, 40, 20, activation)];
            var (u, x) = (RandomLayers.Point(ref random, 30), new Real[40]);
            MatrixProduct.Multiply(layers[0].Weights, u, x);
            VectorKernels.Combine(x, 1, layers[0].Bias, x);
            activation.Activate(x, x);
            var y = new Real[20];
            MatrixProduct.Multiply(layers[1].Weights, x, y);
            VectorKernels.Combine(y, 1, layers[1].Bias, y);
            activation.Activate(y, y);
            var exact = RandomLayers.Apply(layers[1], RandomLayers.Apply(layers[0], RandomLayers.Wide(u)));
            var bound = ForwardRounding.Bound(layers, RandomLayers.Norm(RandomLayers.Wide(u)));
            Assert.InRange(RandomLayers.Distance(exact, RandomLayers.Wide(y)), 0, bound);
            Assert.True(bound < 1e6 * Rounding.ValueUnit, $"{activation}: {bound}");
        }
    }
}
