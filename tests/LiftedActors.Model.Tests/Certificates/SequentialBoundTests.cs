using LiftedActors.Model.Certificates;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Tests.Certificates;

public sealed class SequentialBoundTests
{
    /// <summary>With α_ℓ = √2 δ_ℓ/|v_ℓ| every layer takes the root of the noise below it: δ_{ℓ−1}² = 2√2|v_ℓ|δ_ℓ.</summary>
    [Fact]
    public void EveryLayerTakesARoot()
    {
        var identity = new Separable<Identity>(default);
        var (steps, noise, squared) = (new List<SequentialStep>(), 1e-4, 1e-8);
        for (var layer = 3; layer >= 1; layer--)
        {
            steps.Add(new SequentialStep(identity, [1, 2], [0.3, 0.4], Math.Sqrt(2 * squared) / 0.5));
            squared = 2 * Math.Sqrt(2) * 0.5 * Math.Sqrt(squared);
        }

        var certificate = SequentialBound.Of(steps, noise);
        Assert.Equal(Verdict.Conditional, certificate.Verdict);
        Assert.Contains("every layer", certificate.Assumption, StringComparison.Ordinal);
        Assert.InRange(certificate.Bound / squared, 1, 1.0001);
    }

    [Fact]
    public void ALayerOutsideTheDomainEndsIt()
    {
        SequentialStep[] steps = [new(new Separable<Identity>(default), [1], [1], 1), new(new Separable<Tanh>(default), [(Real)0.9], [1], 0.2)];
        Assert.Contains("layer 1", SequentialBound.Of(steps, 1e-3).Reason, StringComparison.Ordinal);
    }
}
