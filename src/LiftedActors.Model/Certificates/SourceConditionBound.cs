using System.Globalization;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Certificates;

/// <summary>What a minimisation of B(f, W u + b) + αJ(u) came to, for <see cref="SourceConditionBound"/>.</summary>
/// <param name="Noise">δ with B(f, W u† + b) ≤ δ² in exact arithmetic.</param>
/// <param name="Weight">α.</param>
/// <param name="Suboptimality">ε with E(u) ≤ min E + ε, such as a duality gap.</param>
public sealed record RegularisedInversion(double Noise, double Weight, double Suboptimality = 0)
{
    /// <summary>The modulus of strong convexity of J; 0 where there is none.</summary>
    public double Modulus { get; init; }

    /// <summary>A bound of |u − u†| from elsewhere, such as the diameter of a box; +∞ where there is none.</summary>
    public double Radius { get; init; } = double.PositiveInfinity;
}

/// <summary>
/// The error estimate of a regularised single layer: if p = Wᵀv + r ∈ ∂J(u†) with |r| ≤ η, then
/// D_J(u, u†) ≤ (2δ² + ε)/α + α|v|² + (1/α)(Ψ(f + αv) + Ψ(f − αv) − 2Ψ(f)) + η|u − u†|.
/// </summary>
/// <remarks>
/// The last summand, which rounding leaves of a source condition, is bounded by the modulus of J, |u − u†| ≤ √(2D_J/m), or by a radius that the caller knows. With α = √2 δ/|v| and no Burbea–Rao term
/// the bound is 2√2|v|δ. Source: docs/inversion-theorems.md §2; the slides of M. Benning, Lifted training and inversion, 2025, p. 82.
/// </remarks>
public static class SourceConditionBound
{
    /// <summary>The certificate of D_J(u, u†): certified for a verified source element, conditional for a monitored one.</summary>
    /// <param name="potential">Ψ of the layer.</param>
    /// <param name="data">f.</param>
    /// <param name="source">v.</param>
    /// <param name="inversion">The minimisation.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, α is not positive, or δ or ε is negative.</exception>
    public static Certificate Of(ConvexPotential potential, ReadOnlySpan<Real> data, SourceElement source, RegularisedInversion inversion)
    {
        Check(data, source, inversion);
        var term = BurbeaRao.UpperBound(potential, data, source.Values, inversion.Weight);
        if (!double.IsFinite(term))
        {
            return Certificate.None(BoundedQuantity.BregmanDistance, "f + αv or f − αv leaves the domain of the potential, where the Burbea–Rao term is infinite; take a smaller α, or a v that vanishes where f is at an end of it");
        }

        var (norm, alpha) = (Rounding.Norm(source.Values), inversion.Weight);
        var bound = Rounding.Above((((2 * inversion.Noise * inversion.Noise) + inversion.Suboptimality + Math.Max(0, term)) / alpha) + (alpha * norm * norm), 8);
        string[] hypotheses =
        [
            string.Create(CultureInfo.InvariantCulture, $"B(f, W u† + b) is at most {inversion.Noise * inversion.Noise:g3}, and the minimisation within {inversion.Suboptimality:g3} of its end"),
            string.Create(CultureInfo.InvariantCulture, $"|v| is {norm:g3}, and the Burbea–Rao term at most {term:g3}"),
        ];
        return source.IsVerified && BurbeaRao.IsBounded(potential) ? Verified(bound, source, inversion, hypotheses) : Unverified(bound, source, hypotheses);
    }

    private static Certificate Verified(double bound, SourceElement source, RegularisedInversion inversion, string[] hypotheses)
    {
        var residual = source.Residual;
        var within = double.IsFinite(inversion.Radius) ? Rounding.Above(bound + (residual * inversion.Radius), 2) : double.PositiveInfinity;
        if (inversion.Modulus > 0)
        {
            // D ≤ β + η√(2D/m) is a quadratic inequality in √D.
            var half = residual / Math.Sqrt(2 * inversion.Modulus);
            var root = half + Math.Sqrt((half * half) + bound);
            within = Math.Min(within, Rounding.Above(root * root, 16));
        }

        within = residual == 0 ? Math.Min(within, bound) : within;
        var checkedSource = string.Create(CultureInfo.InvariantCulture, $"|p − Wᵀv| is at most {residual:g3}");
        return double.IsFinite(within)
            ? Certificate.Certified(BoundedQuantity.BregmanDistance, within, [.. hypotheses, checkedSource])
            : Certificate.Conditional(
                BoundedQuantity.BregmanDistance, bound, string.Create(CultureInfo.InvariantCulture, $"Wᵀv is in ∂J(u†) exactly, of which {residual:g3} is left to rounding"), [.. hypotheses]);
    }

    private static Certificate Unverified(double bound, SourceElement source, string[] hypotheses) => Certificate.Conditional(
        BoundedQuantity.BregmanDistance,
        bound,
        source.IsVerified
            ? "the rounding of the Burbea–Rao term is as small as its summands suggest"
            : "there is a source element v† with Wᵀv† ∈ ∂J(u†) that is no larger than v_α, in its norm and in its Burbea–Rao term",
        [.. hypotheses]);

    private static void Check(ReadOnlySpan<Real> data, SourceElement source, RegularisedInversion inversion)
    {
        if (data.Length != source.Values.Length)
        {
            throw new ArgumentException($"A source element has a value for each of the {data.Length} data, not {source.Values.Length}.", nameof(source));
        }

        if (!(inversion is { Weight: > 0, Noise: >= 0, Suboptimality: >= 0, Modulus: >= 0, Radius: >= 0 } && double.IsFinite(inversion.Weight)))
        {
            throw new ArgumentException($"The weight must be positive and finite, the noise, the suboptimality, the modulus and the radius not negative: {inversion}.", nameof(inversion));
        }
    }
}
