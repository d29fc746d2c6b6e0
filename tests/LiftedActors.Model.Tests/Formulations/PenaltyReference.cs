using LiftedActors.Model.Formulations;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Tests.Potentials;

namespace LiftedActors.Model.Tests.Formulations;

/// <summary>C(z, x) without its weight, in double, by the definitions alone.</summary>
internal static class PenaltyReference
{
    public static double Of(LayerPenalty penalty, double[] z, double[] x)
    {
        var s = PotentialCases.ExactProx(penalty.Activation, x, 1);
        return penalty switch
        {
            BregmanPenalty => Bregman(penalty.Activation, z, x),
            QuadraticPenalty => (0.5 * PotentialCases.SquaredDistance(z, x)) + penalty.Activation.Value<double>(z) - Least(penalty.Activation, z.Length),
            AuxiliaryCoordinatePenalty => 0.5 * PotentialCases.SquaredDistance(z, s),
            NoPenalty => 0,
            _ => throw new InvalidOperationException($"Say in this test what {penalty.GetType().Name} is."),
        };
    }

    /// <summary>φ(z) + φ*(x) − ⟨z, x⟩ with φ*(x) = ⟨x, σ⟩ − φ(σ).</summary>
    public static double Bregman(ConvexPotential potential, double[] z, double[] x)
    {
        var s = PotentialCases.ExactProx(potential, x, 1);
        return (0.5 * PotentialCases.SquaredDistance(z, s)) + potential.Value<double>(z) - potential.Value<double>(s)
            - s.Select((value, i) => (x[i] - value) * (z[i] - value)).Sum();
    }

    /// <summary>inf Ψ, from the points on the way of the proximal-point method from 0; its steps grow, as the infimum may lie at infinity.</summary>
    private static double Least(ConvexPotential potential, int width)
    {
        var point = PotentialCases.ExactProx(potential, new double[width], 1);
        for (var k = 0; k < 60; k++)
        {
            point = PotentialCases.ExactProx(potential, point, Math.Pow(2, Math.Min(k, 40)));
        }

        return potential.Value<double>(point);
    }
}
