using LiftedActors.Model.Imaging;
using LiftedActors.Model.Inversion;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Networks.Architectures;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Regularisers;

namespace LiftedActors.Model.Tests.Inversion;

public sealed class SingleLayerProblemTests
{
    /// <summary>B(f, A(u + td) + b) − B(f, Au + b) = t⟨∇, d⟩ + O(t²), for every activation that gradient steps can be taken through.</summary>
    [Fact]
    public void TheGradientIsThatOfTheMisfit()
    {
        foreach (var activation in Potentials.PotentialCases.TrainableWords)
        {
            var layer = InversionCases.Layer(activation, 20, 3);
            var misfit = new BregmanMisfit(layer, InversionCases.Data(layer, 0.1, 3));
            var (u, d, gradient) = (new Real[12], new Real[12], new Real[12]);
            var random = new RandomStream(5, activation);
            random.FillGaussian(u, 0.5);
            random.FillGaussian(d, 0.5);
            var evaluation = misfit.Evaluate();
            var here = evaluation.At(u);
            evaluation.Gradient(gradient);
            var first = VectorKernels.Dot(gradient, d);
            var squared = VectorKernels.SquaredNorm(d);
            foreach (var t in (double[])[-1, -0.1, 0.1, 1])
            {
                VectorKernels.Combine(u, (Real)t, d, gradient);
                var rest = evaluation.At(gradient) - here - (t * first);
                var slack = 50 * InversionCases.Epsilon * (1 + here + Math.Abs(first));
                Assert.True(rest >= -slack && rest <= (0.5 * misfit.Lipschitz * t * t * squared) + slack, $"{activation}: {rest} at t = {t}");
            }
        }
    }

    [Fact]
    public void ALayerOfANetworkIsThatLayer()
    {
        var setting = new ArchitectureSetting(new PlanesShape(1, 6, 7), 42, PotentialCatalogue.Create("relu"), PotentialCatalogue.Create("tanh"));
        foreach (var design in (Architecture[])[new Perceptron([42, 9, 42]), new Sequential([new Convolution(2), new Convolution(1)])])
        {
            var network = design.Build(setting);
            var parameters = network.Layers.Select((layer, l) => Random(layer.Map, l)).ToArray();
            var u = new Matrix(1, 42);
            new RandomStream(2, "input").FillGaussian(u.Values, 1);
            var expected = network.Predict(u, parameters).Values.ToArray();
            var actual = NetworkResponse.Of(network, parameters).Evaluate(u.Values).ToArray();
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    /// <summary>A does not depend on b, to the bit, however large it is.</summary>
    [Fact]
    public void ABiasDoesNotTouchTheLinearPart()
    {
        var setting = new ArchitectureSetting(new PlanesShape(1, 6, 7), 42, PotentialCatalogue.Create("relu"), PotentialCatalogue.Create("tanh"));
        var layer = new Sequential([new Convolution(2), new Convolution(1)]).Build(setting).Layers[0];
        var (without, with) = (Random(layer.Map, 0), Random(layer.Map, 0));
        var bias = layer.Map.Tensors.Select((tensor, i) => (tensor.Name, Place: i)).Single(tensor => tensor.Name == "bias").Place;
        without.Tensor(bias).Clear();
        with.Tensor(bias).Fill(1000);
        var (u, expected, actual) = (new Real[42], new Real[84], new Real[84]);
        new RandomStream(2, "input").FillGaussian(u, 1e-3);
        SingleLayer.Of(layer, without).Operator.Apply(u, expected);
        var moved = SingleLayer.Of(layer, with);
        moved.Operator.Apply(u, actual);
        Assert.Equal(expected, actual);
        Assert.All(moved.Bias.ToArray(), value => Assert.Equal(1000, value));
    }

    /// <summary>⟨N′d, e⟩ = ⟨d, N′ᵀe⟩, N′d is the directional derivative, and the estimate is its norm.</summary>
    [Fact]
    public void TheDerivativeOfANetworkHasItsAdjoint()
    {
        var network = Network.Perceptron([6, 9, 8, 5], PotentialCatalogue.Create("tanh"), PotentialCatalogue.Create("softplus"));
        var response = NetworkResponse.Of(network, [.. network.Layers.Select((layer, l) => Random(layer.Map, l))]);
        var random = new RandomStream(1, "direction");
        var (u, d, e, gradient) = (new Real[6], new Real[6], new Real[5], new Real[6]);
        random.FillGaussian(u, 1);
        random.FillGaussian(d, 1);
        random.FillGaussian(e, 1);
        var here = response.Evaluate(u).ToArray();
        response.PullBack(e, gradient);
        var forward = response.PushForward(d).ToArray();
        Assert.Equal(VectorKernels.Dot(forward, e), VectorKernels.Dot(d, gradient), 1e-4);
        var norm = response.SquaredDerivativeNorm();
        Assert.True(VectorKernels.SquaredNorm(forward) <= norm * VectorKernels.SquaredNorm(d));
        var step = (Real)1e-2;
        Real[] moved = [.. u.Zip(d, (a, b) => a + (step * b))];
        var there = response.Evaluate(moved).ToArray();
        Assert.All(there.Zip(here, (a, b) => (a - b) / step).Zip(forward), pair => Assert.Equal(pair.First, pair.Second, 0.05));
    }

    [Fact]
    public void DataOutsideTheRangeAreNamedAndTheirProjectionIsInside()
    {
        var layer = InversionCases.Layer("tanh", 20, 1);
        var data = InversionCases.Data(layer, 0, 1);
        (data[3], data[17]) = ((Real)1.5, -2);
        var fault = Assert.Throws<DataOutOfRangeException>(() => new BregmanMisfit(layer, data));
        Assert.Equal((int[])[3, 17], fault.Entries.AsEnumerable());
        Assert.Contains("entry 3 (1.5)", fault.Message, StringComparison.Ordinal);
        Assert.Equal((1, -1), (fault.Projection[3], fault.Projection[17]));
        Assert.Equal(data[5], fault.Projection[5]);
        Assert.NotNull(new BregmanMisfit(layer, fault.Projection.AsSpan()));
        Assert.Equal((int[])[2], Assert.Throws<DataOutOfRangeException>(() => InversionData.RequireInRange(PotentialCatalogue.Create("relu"), [1, 0, -1])).Entries.AsEnumerable());
        var together = Assert.Throws<DataOutOfRangeException>(() => InversionData.RequireInRange(PotentialCatalogue.Create("softmax"), [(Real)0.5, (Real)0.7]));
        Assert.Equal(1, together.Projection.Sum(), 1e-5);
    }

    /// <summary>σ acts on the outputs in parts, as that of a layer with a skip does.</summary>
    [Fact]
    public void AnActivationOfPartsHasItsGapAndItsRange()
    {
        var dense = InversionCases.Layer("relu", 20, 1);
        var layer = new SingleLayer(dense.Operator, dense.Bias, new Partitioned((PotentialCatalogue.Create("relu"), 8), (PotentialCatalogue.Create("tanh"), 12)));
        var data = InversionCases.Data(layer, 0.02, 1);
        var problem = new SingleLayerProblem(new BregmanMisfit(layer, data), new Tikhonov().On(InversionCases.Shape), 0.1);
        foreach (InversionIteration iteration in (InversionIteration[])[new AcceleratedProximalGradient(problem), new SplitPrimalDual(problem)])
        {
            var report = iteration.Run(2000, report => report.RelativeGap < 1e-3, 50);
            Assert.True(report.RelativeGap < 1e-3, $"{report}");
        }

        data[19] = 2;
        Assert.Equal(1, Assert.Throws<DataOutOfRangeException>(() => new BregmanMisfit(layer, data)).Projection[19]);
    }

    [Fact]
    public void WrongShapesAndValuesAreRefused()
    {
        var layer = InversionCases.Layer("relu", 20, 1);
        var data = InversionCases.Data(layer, 0, 1);
        Assert.Contains("20", Assert.Throws<ArgumentException>(() => new BregmanMisfit(layer, data.AsSpan(1))).Message, StringComparison.Ordinal);
        Assert.Contains("12", Assert.Throws<ArgumentException>(() => new SingleLayerProblem(new BregmanMisfit(layer, data), new L1().On(new ImageShape(1, 5)), 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => InversionCases.Create("relu", "l1", 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => InversionData.RequireNoiseLevel(-0.1, data));
        Assert.Contains("not below the norm", Assert.Throws<ArgumentOutOfRangeException>(() => InversionData.RequireNoiseLevel(1e3, data)).Message, StringComparison.Ordinal);
        Assert.Contains("unit: it is a norm over all values", Assert.Throws<ArgumentOutOfRangeException>(() => InversionData.RequireNoiseLevel(1e3, data)).Message, StringComparison.Ordinal);
        Assert.Contains("unit: it is per entry", Assert.Throws<ArgumentOutOfRangeException>(() => InversionData.RequireNoiseLevel(1e3, data, "it is per entry")).Message, StringComparison.Ordinal);
        var weights = new Matrix(2, 3);
        weights.Row(1)[2] = Real.NaN;
        Assert.Contains("row 1, column 2", Assert.Throws<ArgumentException>(() => new DenseOperator(weights)).Message, StringComparison.Ordinal);
        Assert.Contains("output 1", Assert.Throws<ArgumentException>(() => new SingleLayer(new DenseOperator(new Matrix(2, 3)), [0, Real.NaN], PotentialCatalogue.Create("relu"))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SingleLayer(new DenseOperator(new Matrix(2, 3)), [], PotentialCatalogue.Create("sign")));
        data[4] = Real.NaN;
        Assert.Contains("Entry 4", Assert.Throws<ArgumentException>(() => new BregmanMisfit(layer, data)).Message, StringComparison.Ordinal);
    }

    /// <summary>|W|² ≤ bound, from above and close: the power iteration comes within eight per cent of it.</summary>
    [Theory]
    [InlineData(40, 60)]
    [InlineData(60, 40)]
    [InlineData(64, 64)]
    [InlineData(1, 30)]
    public void ThePowersOfTheGramMatrixBoundTheNormClosely(int rows, int columns)
    {
        var weights = new Matrix(rows, columns);
        new RandomStream(1, "weights", rows, columns).FillGaussian(weights.Values, 3);
        var (u, x) = (Enumerable.Repeat((Real)1, columns).ToArray(), new Real[rows]);
        var squared = 0.0;
        for (var i = 0; i < 400; i++)
        {
            VectorKernels.Scale(u, (Real)(1 / Math.Sqrt(VectorKernels.SquaredNorm(u))), u);
            MatrixProduct.Multiply(weights, u, x);
            squared = VectorKernels.SquaredNorm(x);
            MatrixProduct.MultiplyTransposed(weights, x, u);
        }

        var bound = GramPowers.SquaredNormBound(weights);
        Assert.InRange(bound, squared * (1 - (4 * InversionCases.Epsilon)), 1.08 * squared);
    }

    private static LayerParameters Random(LayerMap map, int layer)
    {
        var parameters = map.CreateParameters();
        new RandomStream(4, "parameters", layer).FillGaussian(parameters.Values, 0.3);
        parameters.Pack();
        return parameters;
    }
}
