namespace LiftedActors.Model.Updates;

/// <summary>The sizes of a term μB(z, W z₋ + b) at one point, from which the step lengths of its three blocks follow where they move at once.</summary>
/// <param name="Weight">μ.</param>
/// <param name="Curvature">μ Lip(σ).</param>
/// <param name="SquaredWeights">|W|².</param>
/// <param name="SquaredInput">|A|², A = [Z₋, 1].</param>
/// <param name="SquaredError">A bound of |E|², E = μ(σ(X) − Z).</param>
/// <param name="IsBelowFree">Whether z₋ moves; the input does not.</param>
/// <param name="IsOwnFree">Whether z moves; the target does not.</param>
/// <param name="AreParametersFree">Whether Θ moves; in an inversion it does not.</param>
public readonly record struct TermBounds(
    double Weight, double Curvature, double SquaredWeights, double SquaredInput, double SquaredError, bool IsBelowFree, bool IsOwnFree, bool AreParametersFree = true);
