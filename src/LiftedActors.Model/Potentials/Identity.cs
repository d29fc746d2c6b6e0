using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The identity, σ(x) = x. Ψ(z) = 0 on R; prox_{sΨ}(v) = v; φ*(x) = x²/2, so that its Bregman penalty is ½(z−x)².
/// </summary>
[Activates("identity")]
public readonly record struct Identity : IScalarLaw
{
    /// <inheritdoc/>
    public double LeastSlope(double low, double high) => 1;

    /// <inheritdoc/>
    public T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T> => T.Zero;

    /// <inheritdoc/>
    public T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T> => v;

    /// <inheritdoc/>
    public Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x) => Vector<Real>.Zero;

    /// <inheritdoc/>
    public Vector<Real> Prox(Vector<Real> v, Vector<Real> step) => v;

    /// <inheritdoc/>
    public T Slope<T>(T x, T s)
        where T : IBinaryFloatingPointIeee754<T> => T.One;

    /// <inheritdoc/>
    public Vector<Real> Slope(Vector<Real> x, Vector<Real> s) => Vector<Real>.One;
}
