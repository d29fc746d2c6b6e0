using LiftedActors.Host.Formats;
using LiftedActors.Host.Formats.Onnx;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Networks.Architectures;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Host.Tests.Formats;

/// <summary>Small networks of every kind that ONNX expresses, with random parameters.</summary>
internal static class OnnxCases
{
    private const int Height = 6, Width = 7, Features = Height * Width;

    public static Dictionary<string, Network> Networks { get; } = Make();

    public static TheoryData<string> Names => [.. Networks.Keys];

    public static Network Build(Architecture design, ConvexPotential hidden, ConvexPotential output, int outputs = Features) =>
        design.Build(new ArchitectureSetting(new PlanesShape(1, Height, Width), outputs, hidden, output));

    /// <summary>Parameters that single precision holds, biases included.</summary>
    public static LayerParameters[] Parameters(Network network) =>
    [
        .. network.Layers.Select((layer, l) =>
        {
            var parameters = layer.Map.CreateParameters();
            new RandomStream(5, "parameters", l, 0).FillGaussian(parameters.Values, 0.3);
            Round(parameters.Values);
            parameters.Pack();
            return parameters;
        }),
    ];

    public static Matrix Inputs(int samples, int features)
    {
        var inputs = new Matrix(samples, features);
        new RandomStream(6, "inputs").FillGaussian(inputs.Values, 1);
        Round(inputs.Values);
        return inputs;
    }

    private static void Round(Span<Real> values)
    {
        foreach (ref var value in values)
        {
            var single = (float)value;
            value = single;
        }
    }

    public static byte[] Written(Network network, IReadOnlyList<LayerParameters> parameters)
    {
        using var stream = new MemoryStream();
        OnnxFile.Write(stream, network, parameters);
        return stream.ToArray();
    }

    public static ImportedNetwork Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return OnnxFile.Read(stream);
    }

    private static Dictionary<string, Network> Make()
    {
        var identity = PotentialCatalogue.Create("identity");
        var cases = new Dictionary<string, Network>();
        foreach (var word in new[] { "identity", "relu", "leaky-relu", "box", "sigmoid", "tanh", "softmax", "soft-threshold", "hard-sigmoid", "elu", "softplus", "softsign" })
        {
            cases[word] = Network.Perceptron([7, 5, 6, 4], PotentialCatalogue.Create(word), PotentialCatalogue.Create(word));
        }

        var (relu, threshold) = (PotentialCatalogue.Create("relu"), PotentialCatalogue.Create("soft-threshold"));
        cases["convolutional"] = Build(new Sequential([new Convolution(3), new Convolution(2, 3, Mode: PaddingMode.Reflect), new Convolution(1, 5, Padding: 2)]), relu, identity);
        cases["strides and dense"] = Build(new Sequential([new Convolution(3, 3, 2), new Dense(11)]), PotentialCatalogue.Create("tanh"), PotentialCatalogue.Create("softmax"), 11);
        cases["pooling between"] = Build(new Sequential([new Convolution(2, 3), new AveragePooling(2), new Convolution(3, 3), new AveragePooling(3), new Dense(Features)]), relu, identity);
        cases["pooling first"] = Build(new Sequential([new AveragePooling(2), new Convolution(2, 3, Padding: 0), new Dense(5)]), threshold, identity, 5);
        cases["transposed convolution"] = Build(new Sequential([new Convolution(3, 3, 2), new TransposedConvolution(2, 3, 2), new Dense(Features)]), threshold, identity);
        cases["dense and up"] = new Sequential([new Dense(12), new TransposedConvolution(2, 3, 2), new TransposedConvolution(1, 5, 1)])
            .Build(new ArchitectureSetting(new PlanesShape(12, 1, 1), 4, relu, PotentialCatalogue.Create("sigmoid")));
        cases["residual"] = Build(new Residual(8, 5, 2), relu, identity);
        cases["residual without a stem"] = Build(new Residual(Features, 5, 2), threshold, PotentialCatalogue.Create("box"));
        return cases;
    }
}
