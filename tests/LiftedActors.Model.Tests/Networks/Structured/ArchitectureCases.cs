using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Networks.Architectures;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Tests.Networks.Structured;

/// <summary>Every architecture at a small size.</summary>
internal static class ArchitectureCases
{
    public const int Height = 6, Width = 7;

    private static readonly PlanesShape Planes = new(1, Height, Width);

    public static UniformBlur Blur { get; } = new(new ImageShape(Height, Width), 3);

    public static IEnumerable<string> Words => Cases.Keys;

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static Dictionary<string, (Architecture Design, string Hidden, bool IsBlurred)> Cases { get; } = new()
    {
        ["perceptron"] = (new Perceptron([Height * Width, 9, Height * Width]), "relu", false),
        ["residual"] = (new Residual(8, 5, 2), "relu", false),
        ["residual without a stem"] = (new Residual(Height * Width, 5, 2), "soft-threshold", false),
        ["convolutional"] = (new Sequential([new Convolution(3), new Convolution(2, 3, Mode: PaddingMode.Reflect), new Convolution(1)]), "relu", false),
        ["strides and dense"] = (new Sequential([new Convolution(3, 3, 2), new Dense(Height * Width)]), "tanh", false),
        ["pooling between"] = (new Sequential([new Convolution(2, 3), new AveragePooling(2), new Convolution(3, 3), new AveragePooling(3), new Dense(Height * Width)]), "relu", false),
        ["transposed convolution"] = (new Sequential([new Convolution(3, 3, 2), new TransposedConvolution(2, 3, 2), new Dense(Height * Width)]), "soft-threshold", false),
        ["dual forward–backward"] = (new DualForwardBackward(3, 4, 3, 0.9), "box", false),
        ["dual forward–backward, free"] = (new DualForwardBackward(3, 4, 3, 0.9, false), "box", false),
        ["forward–backward"] = (new ForwardBackward(3, 4, 3, 0.9), "soft-threshold", true),
        ["forward–backward, free"] = (new ForwardBackward(2, 4, 3, 0.9, false), "soft-threshold", true),
        ["fast forward–backward"] = (new FastForwardBackward(4, 3, 3, 0.9), "soft-threshold", true),
        ["Chambolle–Pock"] = (new ChambollePock(3, 3, 3, 0.4), "box", true),
        ["Chambolle–Pock, free"] = (new ChambollePock(2, 3, 3, 0.4, false), "box", false),
    };

    public static Architecture Design(string name) => Cases[name].Design;

    public static ConvexPotential Hidden(string name) => PotentialCatalogue.Create(Cases[name].Hidden);

    public static bool IsBlurred(string name) => Cases[name].IsBlurred;

    public static Network Build(string name) => Design(name).Build(
        new ArchitectureSetting(Planes, Planes.Length, Hidden(name), PotentialCatalogue.Create("identity")) { Forward = IsBlurred(name) ? Blur : null });

    /// <summary>Random parameters of every layer, biases included.</summary>
    public static LayerParameters[] Parameters(Network network, long seed) =>
    [
        .. network.Layers.Select((layer, l) =>
        {
            var parameters = layer.Map.CreateParameters();
            new RandomStream(seed, "parameters", l, 0).FillGaussian(parameters.Values, 0.4);
            parameters.Pack();
            return parameters;
        }),
    ];
}
