using LiftedActors.Model.Certificates;
using LiftedActors.Model.Inversion.Layerwise;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Networks.Architectures;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Tests.Certificates;

namespace LiftedActors.Model.Tests.Inversion.Layerwise;

public sealed class PlusResidualInverseTests
{
    private const int Width = 6;
    private const int Depth = 8;

    public static TheoryData<string> Words => ["relu", "tanh", "soft-threshold", "leaky-relu", "softplus", "sparsemax"];

    /// <summary>The inverse after the network is the identity, at depth 8, as far as the gradients and rounding let it be.</summary>
    [Theory]
    [MemberData(nameof(Words))]
    public void TheInverseUndoesTheNetwork(string word)
    {
        var (blocks, random) = Blocks(word);
        var u = RandomLayers.Point(ref random, Width);
        var output = Apply(blocks, RandomLayers.Wide(u));
        var data = RandomLayers.Narrow(output);
        var solution = new PlusResidualInverse(blocks).Invert(data, 1e-14);
        var error = RandomLayers.Distance(solution.Input, u);
        var certificate = ChainBound.Of(blocks, solution.Points, RandomLayers.Distance(output, RandomLayers.Wide(data)) + (1e-14 * RandomLayers.Norm(output)));
        Assert.Equal(Verdict.Certified, certificate.Verdict);
        Assert.InRange(error, 0, certificate.Bound);
        Assert.True(certificate.Bound < 1e4 * Rounding.ValueUnit * (1 + RandomLayers.Norm(output)), $"{word}: {certificate}, |f| = {RandomLayers.Norm(output)}");
    }

    /// <summary>What noise does to the data it does to the inverse at most.</summary>
    [Theory]
    [MemberData(nameof(Words))]
    public void TheInverseIsNonexpansive(string word)
    {
        var (blocks, random) = Blocks(word);
        var inverse = new PlusResidualInverse(blocks);
        for (var trial = 0; trial < 5; trial++)
        {
            var (f, g) = (RandomLayers.Point(ref random, Width, 3), RandomLayers.Point(ref random, Width, 3));
            var (left, right) = (inverse.Invert(f, 1e-5), inverse.Invert(g, 1e-5));
            var slack = left.Residuals.Sum() + right.Residuals.Sum() + (200 * Rounding.ValueUnit);
            Assert.True(RandomLayers.Distance(left.Input, right.Input) <= RandomLayers.Distance(f, g) + slack);
        }
    }

    /// <summary>A residual network whose V are tied to its W is one that certificates know, and predicts what its stages do; untied, it is refused.</summary>
    [Fact]
    public void ATiedNetworkIsRead()
    {
        var network = new Residual(Width, 5, 3).Build(
            new ArchitectureSetting(new PlanesShape(Width, 1, 1), 4, new Separable<Tanh>(default), new Separable<Identity>(default)));
        var (parameters, random) = (network.Layers.Select(layer => layer.Map.CreateParameters()).ToArray(), new RandomStream(2, "tied"));
        foreach (var theta in parameters)
        {
            random.FillGaussian(theta.Values, 0.5);
            theta.Pack();
        }

        Assert.Empty(Stages.Of(network, parameters, out var reason));
        Assert.Contains("Wᵀ", reason, StringComparison.Ordinal);
        Residual.Tie(network, parameters);
        var stages = Stages.Of(network, parameters, out reason);
        Assert.Null(reason);
        Assert.Equal(3, stages.OfType<PlusResidualBlock>().Count());
        var u = new Matrix(1, Width);
        random.FillGaussian(u.Values, 1);
        var output = stages.Aggregate(
            RandomLayers.Wide(u.Values), (z, stage) => stage is PlusResidualBlock block ? RandomLayers.ApplyResidual(block.Inner, z) : RandomLayers.Apply((DenseLayer)stage, z));
        var rounding = ForwardRounding.Bound(stages, RandomLayers.Norm(RandomLayers.Wide(u.Values)));
        Assert.InRange(RandomLayers.Distance(output, RandomLayers.Wide(network.Predict(u, parameters).Values)), 0, rounding);
        Assert.True(rounding < 1e6 * Rounding.ValueUnit, $"{rounding}");
    }

    /// <summary>A whole network with dense layers that expand at both ends.</summary>
    [Fact]
    public void DenseLayersAtTheEndsAreInvertedToo()
    {
        var network = new Residual(Width, 5, 3).Build(
            new ArchitectureSetting(new PlanesShape(4, 1, 1), 9, new Separable<Tanh>(default), new Separable<LeakyReLU>(new LeakyReLU(0.5))));
        var (parameters, random) = (network.Layers.Select(layer => layer.Map.CreateParameters()).ToArray(), new RandomStream(3, "ends"));
        foreach (var theta in parameters)
        {
            random.FillGaussian(theta.Values, 0.3);
            theta.Pack();
        }

        Residual.Tie(network, parameters);
        var stages = Stages.Of(network, parameters, out _);
        var u = new Matrix(1, 4);
        random.FillGaussian(u.Values, 1);
        var data = network.Predict(u, parameters).Values.ToArray();
        var solution = new PlusResidualInverse(stages).Invert(data, 1e-14);
        var certificate = ChainBound.Of(stages, solution.Points, ForwardRounding.Bound(stages, RandomLayers.Norm(RandomLayers.Wide(u.Values))));
        Assert.Equal(Verdict.Certified, certificate.Verdict);
        Assert.InRange(RandomLayers.Distance(solution.Input, u.Values.ToArray()), 0, certificate.Bound);
        Assert.True(certificate.Bound < 1e6 * Rounding.ValueUnit, $"{certificate}");
    }

    [Fact]
    public void WhatIsNoPlusResidualNetworkIsRefused()
    {
        var random = new RandomStream(1, "refused");
        var jumping = RandomLayers.Dense(ref random, 3, 4, new Separable<HardThreshold>(new HardThreshold(1)));
        Assert.Throws<ArgumentException>(() => new PlusResidualBlock(jumping));
        Assert.Throws<ArgumentException>(() => new PlusResidualInverse([]));
        Assert.Throws<ArgumentException>(() => new PlusResidualInverse([RandomLayers.Dense(ref random, 3, 4, new Separable<Tanh>(default))]));
        Assert.Throws<ArgumentException>(() => new PlusResidualInverse([RandomLayers.Dense(ref random, 4, 3, new Separable<Identity>(default))]));
        var inverse = new PlusResidualInverse([new PlusResidualBlock(RandomLayers.Dense(ref random, 3, 4, new Separable<Tanh>(default)))]);
        Assert.Throws<ArgumentException>(() => inverse.Invert(new Real[4], 1e-3));
    }

    private static (PlusResidualBlock[] Blocks, RandomStream Random) Blocks(string word)
    {
        var random = new RandomStream(4, "plus-residual");
        var blocks = new PlusResidualBlock[Depth];
        for (var k = 0; k < Depth; k++)
        {
            blocks[k] = new PlusResidualBlock(RandomLayers.Dense(ref random, Width, 9, PotentialCatalogue.Create(word)));
        }

        return (blocks, random);
    }

    private static double[] Apply(PlusResidualBlock[] blocks, double[] u) => blocks.Aggregate(u, (z, block) => RandomLayers.ApplyResidual(block.Inner, z));
}
