using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Blocks;

/// <summary>The test that a trial step must pass.</summary>
internal static class Settlement
{
    /// <summary>Rounding of the two sums that are compared, relative to their size.</summary>
    private static readonly double Rounding = 32 * Wide.Epsilon;

    /// <summary>before − after ≥ required, up to rounding; never for a value that is not finite.</summary>
    public static bool Accepts(double before, double after, double required) =>
        before - after >= required - (Rounding * (1 + Math.Abs(before)));
}
