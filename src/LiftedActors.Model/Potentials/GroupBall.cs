namespace LiftedActors.Model.Potentials;

/// <summary>
/// The projection of every group of consecutive features onto a ball: σ(x)_g = min(1, λ/|x_g|) x_g. Ψ is the indicator of |z_g| ≤ λ;
/// prox_{sΨ} = σ for every step; φ*(x) = Σ_g |x_g|²/2 for |x_g| ≤ λ, and λ|x_g| − λ²/2 beyond (Huber).
/// </summary>
/// <remarks>
/// The dual of group soft-thresholding: x − σ(x) is the group soft threshold of x. D(z, σ(x)) = (|x_g| − λ)₊(λ − ⟨x_g/|x_g|, z_g⟩).
/// It is the activation of unrolled dual forward–backward networks with isotropic total variation.
/// </remarks>
[Activates("group-ball")]
public sealed class GroupBall : GroupPotential
{
    private readonly double _tolerance;

    /// <summary>Creates the potential.</summary>
    /// <param name="radius">The radius λ &gt; 0.</param>
    /// <param name="size">The features of a group.</param>
    /// <exception cref="ArgumentOutOfRangeException">The radius or the size is not positive.</exception>
    public GroupBall(double radius = 1, int size = 2)
        : base(size)
    {
        Radius = Parameter.Positive(radius);

        // A point was rounded to the precision that values are kept in.
        _tolerance = 4 * Simplex.Unit<double>();
    }

    /// <summary>The radius λ.</summary>
    public double Radius { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(GroupBall)} {{ Radius = {Radius}, Size = {Size} }}";

    private protected override double ValueOf(double norm) => norm > Radius * (1 + _tolerance) ? double.PositiveInfinity : 0;

    private protected override double Shrinkage(double norm, double step) => norm <= Radius ? 1 : Radius / norm;

    private protected override double RadialSlope(double norm) => norm < Radius ? 1 : 0;

    private protected override double DivergenceOf(double point, double turned, double norm)
    {
        // As near to the sphere as rounding brings a point of it, it is on it: the push is perpendicular there and would feel every digit.
        var (depth, tolerance) = (Radius - point, Radius * _tolerance);
        if (depth < -tolerance)
        {
            return double.PositiveInfinity;
        }

        return norm <= Radius ? 0 : (norm - Radius) * ((depth <= tolerance ? 0 : depth) + turned);
    }
}
