namespace LiftedActors.Model.Potentials;

/// <summary>
/// Group soft-thresholding: σ(x)_g = (1 − λ/|x_g|)₊ x_g for every group g of consecutive features. Ψ(z) = λ Σ_g |z_g|;
/// prox_{sΨ} is the same with sλ; φ*(x) = Σ_g (|x_g| − λ)₊²/2.
/// </summary>
/// <remarks>D(z, σ(x)) = (λ − q)|z_g| + q(|z_g| − ⟨x_g/|x_g|, z_g⟩) with q = min(|x_g|, λ). Source: Yuan and Lin (2006).</remarks>
[Activates("group-soft-threshold")]
public sealed class GroupSoftThreshold : GroupPotential
{
    /// <summary>Creates the potential.</summary>
    /// <param name="threshold">The threshold λ ≥ 0.</param>
    /// <param name="size">The features of a group.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is negative, or the size not positive.</exception>
    public GroupSoftThreshold(double threshold = 0.1, int size = 2)
        : base(size) => Threshold = Parameter.NotNegative(threshold);

    /// <summary>The threshold λ.</summary>
    public double Threshold { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(GroupSoftThreshold)} {{ Threshold = {Threshold}, Size = {Size} }}";

    private protected override double ValueOf(double norm) => Threshold * norm;

    private protected override double Shrinkage(double norm, double step) =>
        norm == 0 ? 0 : Math.Max(norm - (step * Threshold), 0) / norm;

    private protected override double RadialSlope(double norm) => norm > Threshold ? 1 : 0;

    private protected override double DivergenceOf(double point, double turned, double norm)
    {
        var pull = Math.Min(norm, Threshold);
        return ((Threshold - pull) * point) + (pull * turned);
    }
}
