using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The softplus, σ(x) = log(1 + eˣ). Ψ(z) = Li₂(e⁻ᶻ) − π²/6 on z ≥ 0 with the dilogarithm Li₂(y) = Σ yᵏ/k²; φ*(x) = −Li₂(−eˣ);
/// prox_{sΨ} by a root for s ≠ 1.
/// </summary>
[Activates("softplus")]
public readonly record struct Softplus : IScalarLaw, ISmoothActivation
{
    /// <inheritdoc/>
    public double LeastSlope(double low, double high) =>
        // σ′ = 1 − e^(−σ).
        low > 0 ? -ElementaryFunctions.ExpM1(-low) : 0;

    /// <inheritdoc/>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (!(z > T.Zero))
        {
            return z < T.Zero ? T.PositiveInfinity : z;
        }

        // Li₂(1 − e⁻ᵘ) = Λ(u) for the smaller of y = e⁻ᶻ and 1 − y, with Euler's Li₂(y) + Li₂(1−y) = π²/6 − log y log(1−y).
        var log = T.Log(-ElementaryFunctions.ExpM1(-z));
        return -log > z ? (z * log) - Debye(z) : Debye(-log) - T.CreateTruncating(Math.PI * Math.PI / 6);
    }

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T> => ElementaryFunctions.Softplus(step == T.One ? v : MonotoneRoot.Solve(v, step, this));

    /// <inheritdoc/>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x) => Lanes.Divergence(this, z, s, x);

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step) => SmoothLanes.Prox(this, v, step);

    /// <inheritdoc/>
    public T Slope<T>(T x, T s)
        where T : IBinaryFloatingPointIeee754<T> => ElementaryFunctions.Logistic(x);

    /// <inheritdoc/>
    public Vector<Real> Slope(Vector<Real> x, Vector<Real> s) => SmoothLanes.Slope(this, x);

    Envelope ISmoothActivation.Range => new(0, Math.Log(2), Rise: 1);

    (T Excess, T Slope) ISmoothActivation.At<T>(T t) =>
        (ElementaryFunctions.LogP1(T.Exp(-T.Abs(t))), ElementaryFunctions.Logistic(t));

    (Vector<double> Excess, Vector<double> Slope) ISmoothActivation.At(Vector<double> t) =>
        (ElementaryFunctions.LogP1(ElementaryFunctions.Exp(-Vector.Abs(t))), ElementaryFunctions.Logistic(t));

    /// <summary>Λ(u) = Σ Bₖ uᵏ⁺¹/(k+1)! with the Bernoulli numbers Bₖ, to 10⁻¹⁶ for 0 ≤ u ≤ log 2.</summary>
    private static T Debye<T>(T u)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var square = u * u;
        var sum = T.CreateTruncating(-3617.0 / 510 / 355687428096000);
        sum = (sum * square) + T.CreateTruncating(7.0 / 6 / 1307674368000);
        sum = (sum * square) - T.CreateTruncating(691.0 / 2730 / 6227020800);
        sum = (sum * square) + T.CreateTruncating(1.0 / 526901760);
        sum = (sum * square) - T.CreateTruncating(1.0 / 10886400);
        sum = (sum * square) + T.CreateTruncating(1.0 / 211680);
        sum = (sum * square) - T.CreateTruncating(1.0 / 3600);
        sum = (sum * square) + T.CreateTruncating(1.0 / 36);
        return u * (T.One + (u * ((u * sum) - T.CreateTruncating(0.25))));
    }
}
