using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// A convex function Ψ of one real variable, given by its value and its proximal map; the activation is σ = prox_Ψ.
/// </summary>
/// <remarks>
/// <para>The scalar form is the definition (law tests and certificates evaluate it in double, other devices in float);
/// the vector form is what the CPU runs, tails included. A law test holds one to the other.</para>
/// <para>Every law is closed under a change of step: prox_{sΨ}(v) = argmin_u ½(u−v)² + sΨ(u) for every s &gt; 0.</para>
/// </remarks>
public interface IScalarLaw
{
    /// <summary>The Lipschitz constant of σ; at most 1 for a convex Ψ.</summary>
    double Lipschitz => 1;

    /// <summary>Ψ(z); +∞ outside the domain.</summary>
    T Value<T>(T z)
        where T : IBinaryFloatingPointIeee754<T>;

    /// <summary>prox_{sΨ}(v) = argmin_u ½(u−v)² + sΨ(u), for a step s &gt; 0.</summary>
    T Prox<T>(T v, T step)
        where T : IBinaryFloatingPointIeee754<T>;

    /// <summary>
    /// D(z, s) = Ψ(z) − Ψ(s) − (x−s)(z−s) ≥ 0 on every lane, s = σ(x): in a closed form that does not cancel where z is near s, or
    /// by <see cref="Lanes.Divergence"/>.
    /// </summary>
    Vector<Real> Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x);

    /// <summary>prox_{sΨ} on every lane.</summary>
    Vector<Real> Prox(Vector<Real> v, Vector<Real> step);

    /// <summary>
    /// An element of Clarke's generalised derivative of σ, from x and s = σ(x).
    /// Only the back-propagation baseline asks for it: lifted training never differentiates an activation.
    /// </summary>
    Vector<Real> Slope(Vector<Real> x, Vector<Real> s);
}
