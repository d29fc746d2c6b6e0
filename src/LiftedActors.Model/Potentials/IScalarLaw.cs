using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// A function Ψ of one real variable, convex or weakly convex, given by its value and its proximal map; the activation is σ = prox_Ψ.
/// </summary>
/// <remarks>
/// <para>The scalar form is the definition (law tests and certificates evaluate it in double, other devices in float);
/// the vector form is what the CPU runs, tails included. A law test holds one to the other.</para>
/// <para>Every law is closed under a change of step: prox_{sΨ}(v) = argmin_u ½(u−v)² + sΨ(u) for every s &gt; 0;
/// where Ψ is weakly convex and the minimiser not unique, it is one of them.</para>
/// </remarks>
public interface IScalarLaw
{
    /// <summary>The Lipschitz constant of σ; at most 1 for a convex Ψ, +∞ where σ jumps.</summary>
    double Lipschitz => 1;

    /// <summary>The least w in [0, 1] with Ψ(z) + w z²/2 convex: 0 for a convex Ψ. The Lipschitz constant of σ is then at most 1/(1 − w).</summary>
    double Weakness => 0;

    /// <summary>Why no gradient step can be taken through the activation; null where it can.</summary>
    string? NotForGradientSteps => null;

    /// <summary>
    /// The least slope of σ where its value is in [low, high]: an a ≥ 0 with σ(s) − σ(t) ≥ a(s − t) for all s ≥ t, σ(t) ≥ low and σ(s) ≤ high. 0 claims nothing.
    /// </summary>
    /// <param name="low">The least value of σ.</param>
    /// <param name="high">The largest value of σ; either may lie outside its range.</param>
    double LeastSlope(double low, double high) => 0;

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
    /// An element of Clarke's generalised derivative of σ, from x and s = σ(x): the definition.
    /// Only the back-propagation baseline and the method of auxiliary coordinates ask for it; no Bregman penalty differentiates an activation.
    /// </summary>
    T Slope<T>(T x, T s)
        where T : IBinaryFloatingPointIeee754<T>;

    /// <summary>An element of Clarke's generalised derivative of σ on every lane, from x and s = σ(x).</summary>
    Vector<Real> Slope(Vector<Real> x, Vector<Real> s);
}
