namespace LiftedActors.Model.Potentials;

/// <summary>
/// The Huber function of the norms of groups: Ψ(z) = Σ_g h(|z_g|), h(r) = r²/(2δ) for r ≤ δ, and r − δ/2 beyond. It is the norm with its kink rounded off;
/// σ(x)_g = x_g δ/(δ + 1) for |x_g| ≤ δ + 1, and (1 − 1/|x_g|) x_g beyond; prox_{sΨ} is the same with s for 1.
/// </summary>
/// <remarks>φ*(x) = Σ_g δ|x_g|²/(2(δ + 1)) or ½(|x_g| − 1)² + δ/2. With differences it is the potential of Huber total variation. Source: Huber (1964).</remarks>
[Activates("group-huber")]
public sealed class GroupHuber : GroupPotential
{
    /// <summary>Creates the potential.</summary>
    /// <param name="width">The width δ &gt; 0 up to which it is quadratic.</param>
    /// <param name="size">The features of a group.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width or the size is not positive.</exception>
    public GroupHuber(double width = 0.1, int size = 1)
        : base(size) => Width = Parameter.Positive(width);

    /// <summary>The width δ.</summary>
    public double Width { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(GroupHuber)} {{ Width = {Width}, Size = {Size} }}";

    private protected override double ValueOf(double norm) => norm <= Width ? norm * norm / (2 * Width) : norm - (Width / 2);

    private protected override double Shrinkage(double norm, double step) => norm <= Width + step ? Width / (Width + step) : 1 - (step / norm);

    private protected override double RadialSlope(double norm) => norm <= Width + 1 ? Width / (Width + 1) : 1;

    private protected override double DivergenceOf(double point, double turned, double norm)
    {
        // The Bregman distance of h between |z| and |σ(x)|, from squares, and what the direction adds.
        var activation = norm * Shrinkage(norm, 1);
        var (inner, innerActivation) = (Math.Min(point, Width), Math.Min(activation, Width));
        var (difference, slope) = (inner - innerActivation, innerActivation / Width);
        return (difference * difference / (2 * Width)) + ((point - inner) * (1 - slope)) + (slope * turned);
    }
}
