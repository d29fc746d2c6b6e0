using LiftedActors.Model.Imaging;
using LiftedActors.Model.Inversion;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Regularisers;
using Box = LiftedActors.Model.Regularisers.Box;

namespace LiftedActors.Model.Tests.Inversion;

/// <summary>The setting of the lecture in small: a phantom through a rectified layer with Gaussian weights and an eighth as many outputs, isotropic total variation on [0, 1], α = 0.015.</summary>
public sealed class PerceptronInversionTests
{
    private static readonly ImageShape Shape = new(16, 16);

    [Fact]
    public void TotalVariationIsCertifiedAndAboveTheBaselines()
    {
        var truth = Phantoms.Draw(Shape, 7, 0);
        var (weights, bias, data) = (new Matrix(64, Shape.Pixels), new Real[64], new Real[64]);
        new RandomStream(1, "weights").FillGaussian(weights.Values, 1);
        new RandomStream(1, "bias").FillGaussian(bias, 1);
        var layer = new SingleLayer(new DenseOperator(weights, Shape), bias, PotentialCatalogue.Create("relu"));
        layer.Evaluate(truth.Pixels, data);
        var misfit = new BregmanMisfit(layer, data);

        var lifted = new SplitPrimalDual(new SingleLayerProblem(misfit, new TotalVariation().On(Shape) + new Box().On(Shape), 0.015));
        var report = lifted.Run(10_000, report => report.RelativeGap <= 1e-4, 100);
        Assert.True(report.RelativeGap <= 1e-4, $"{report}");

        var tikhonov = new AcceleratedProximalGradient(new SingleLayerProblem(misfit, new Tikhonov().On(Shape), 0.015));
        tikhonov.Run(1000, report => report.RelativeGap <= 1e-4);
        var landweber = new Landweber(new NetworkResponse(layer), data);
        landweber.Run(1000, _ => false, 1000);
        var best = Math.Max(Quality(truth, tikhonov), Quality(truth, landweber));
        Assert.True(Quality(truth, lifted) > best + 2, $"{Quality(truth, lifted)} dB, baselines {best} dB");
    }

    private static double Quality(Image truth, InversionIteration iteration) => PeakSignalToNoise.Of(truth.Pixels, iteration.Solution);
}
