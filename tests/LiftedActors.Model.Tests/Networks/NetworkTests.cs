using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Tests.Potentials;
using LiftedActors.Model.Tests.Solving;

namespace LiftedActors.Model.Tests.Networks;

public sealed class NetworkTests
{
    public static TheoryData<string> Words => [.. PotentialCatalogue.Words];

    [Theory]
    [MemberData(nameof(Words))]
    public void APredictionIsTheNestedEvaluation(string word)
    {
        var network = Network.Perceptron([5, 9, 7, 4], PotentialCatalogue.Create(word), PotentialCatalogue.Create(word));
        var parameters = Filled(network, 4);
        var input = TinyProblems.Gaussian(11, 5, 2, "input");
        var output = network.Predict(input, parameters);
        for (var row = 0; row < input.Rows; row++)
        {
            var z = PotentialCases.Widen(input.Row(row));
            for (var l = 0; l < network.Depth; l++)
            {
                var values = parameters[l];
                z = PotentialCases.ExactProx(network.Layers[l].Activation, ReferenceObjective.Affine(values.Weights, values.Bias.ToArray(), z), 1);
            }

            Assert.All(Enumerable.Range(0, 4), j => Assert.Equal(z[j], output.Row(row)[j], 200 * PotentialCases.Epsilon));
        }
    }

    [Fact]
    public void ALayerThatCannotBeStoredIsRefused()
    {
        var identity = PotentialCatalogue.Create("identity");
        var fault = Assert.Throws<ArgumentException>(() => Network.Perceptron([1, 100_000, 100_000], identity, identity));
        Assert.StartsWith("Layer 2, from 100000 to 100000 features", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheAdjointsAreExact()
    {
        // ⟨W z + b, e⟩ − ⟨b, Σe⟩ = ⟨z, Wᵀe⟩, and the gradient in (W, b) of ⟨W z + b, e⟩ is (eᵀz, Σe).
        var map = new Affine(6, 4);
        var packed = Filled(Network.Perceptron([6, 4], PotentialCatalogue.Create("identity"), PotentialCatalogue.Create("identity")), 3)[0];
        var (z, e) = (TinyProblems.Gaussian(5, 6, 1, "z"), TinyProblems.Gaussian(5, 4, 1, "e"));
        var (x, back, gradient) = (new Model.Kernels.Matrix(5, 4), new Model.Kernels.Matrix(5, 6), new Parameters(map));
        Affine.Apply(z, packed, x);
        Affine.ApplyAdjoint(e, packed, back);
        Affine.Correlate(e, z, gradient);
        var product = PotentialCases.Dot(PotentialCases.Widen(x.Values), PotentialCases.Widen(e.Values));
        Assert.Equal(product, PotentialCases.Dot(PotentialCases.Widen(gradient.Values), PotentialCases.Widen(packed.Values)), 200 * PotentialCases.Epsilon * 30);
        var bias = PotentialCases.Dot(PotentialCases.Widen(gradient.Bias), PotentialCases.Widen(packed.Bias));
        Assert.Equal(product - bias, PotentialCases.Dot(PotentialCases.Widen(z.Values), PotentialCases.Widen(back.Values)), 200 * PotentialCases.Epsilon * 30);
        Assert.Equal(28, map.ParameterCount);
    }

    [Fact]
    public void WidthsThatDoNotFitAreRefused()
    {
        var relu = PotentialCatalogue.Create("relu");
        var mismatch = Assert.Throws<ArgumentException>(() => new Network([new Layer(new Affine(2, 3), relu), new Layer(new Affine(4, 1), relu)]));
        Assert.Contains("takes 4 features", mismatch.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Network([]));
        Assert.Throws<ArgumentException>(() => Network.Perceptron([3], relu, relu));
        Assert.Throws<ArgumentException>(() => Network.Perceptron([3, 0, 2], relu, relu));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    public void InitialWeightsHaveTheStatedMoments(double scale)
    {
        const int Inputs = 400, Outputs = 300;
        var map = new Affine(Inputs, Outputs);
        var (first, second, again) = (new Parameters(map), new Parameters(map), new Parameters(map));
        new Initialisation(scale).Fill(first, 1, 7);
        new Initialisation(scale).Fill(second, 2, 7);
        new Initialisation(scale).Fill(again, 1, 7);
        var weights = PotentialCases.Widen(first.Weights.Values);
        var (mean, square) = (weights.Average(), weights.Average(w => w * w) * Inputs / (scale * scale));
        var correlation = PotentialCases.Dot(weights, PotentialCases.Widen(second.Weights.Values)) * Inputs / (scale * scale) / weights.Length;

        // Six standard deviations of each estimate.
        var spread = 6 / Math.Sqrt(weights.Length);
        Assert.Equal(0, mean, spread * scale / Math.Sqrt(Inputs));
        Assert.Equal(1, square, spread * Math.Sqrt(2));
        Assert.Equal(0, correlation, spread);
        Assert.Equal(3, weights.Average(w => w * w * w * w) * Inputs * Inputs / Math.Pow(scale, 4), spread * Math.Sqrt(96));
        Assert.All(first.Bias.ToArray(), bias => Assert.Equal(0, bias));
        Assert.True(first.Values.SequenceEqual(again.Values));
        new Initialisation(scale).Fill(again, 1, 8);
        Assert.False(first.Values.SequenceEqual(again.Values));
    }

    private static PackedParameters[] Filled(Network network, long seed) =>
    [
        .. network.Layers.Select((layer, l) =>
        {
            var packed = new PackedParameters((Affine)layer.Map);
            new Initialisation().Fill(packed, l + 1, seed);
            TinyProblems.Gaussian(1, layer.Map.Outputs, seed, "bias").Values.CopyTo(packed.Bias);
            packed.Pack();
            return packed;
        }),
    ];
}
