using LiftedActors.Model.Kernels;
using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Networks.Architectures;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Tests.Networks.Structured;

public sealed class ReachTests
{
    private const int Width = 61;
    private static readonly ConvexPotential Linear = PotentialCatalogue.Create("identity");

    public static TheoryData<Architecture> Convolutional =>
    [
        new Sequential([new Convolution(2, 3), new Convolution(1, 5)]),
        new DualForwardBackward(3, 2),
        new ForwardBackward(2, 2, 5),
        new FastForwardBackward(3, 2, 3),
    ];

    [Theory]
    [MemberData(nameof(Convolutional))]
    public void An_input_has_no_influence_beyond_the_reach(Architecture architecture)
    {
        var network = architecture.Build(new ArchitectureSetting(new PlanesShape(1, 3, Width), 3 * Width, Linear, Linear));
        var parameters = network.Layers.Select((layer, l) =>
        {
            var created = layer.Map.CreateParameters();
            new Initialisation().Fill(created, l + 1, 1);
            created.Pack();
            return created;
        }).ToArray();
        var (dark, bright) = (new Matrix(1, 3 * Width), new Matrix(1, 3 * Width));
        bright.Row(0)[Width + (Width / 2)] = 1;

        var (one, other) = (network.Predict(dark, parameters).Row(0).ToArray(), network.Predict(bright, parameters).Row(0).ToArray());

        var seen = Enumerable.Range(0, 3 * Width).Where(i => one[i] != other[i]).Max(i => Math.Abs((i % Width) - (Width / 2)));
        Assert.InRange(architecture.Reach, seen, 2 * seen);
    }
}
