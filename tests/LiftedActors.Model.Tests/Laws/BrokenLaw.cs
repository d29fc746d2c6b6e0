using System.Numerics;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Tests.Laws;

/// <summary>Ψ(z) = z²/2, σ(x) = x/2, with each form scaled wrongly by choice; all right where the factors are 1.</summary>
/// <param name="Prox">The factor on the prox.</param>
/// <param name="Lanes">The factor on the prox on lanes, beside that.</param>
/// <param name="Derivative">The factor on the slope.</param>
internal readonly record struct BrokenLaw(double Prox, double Lanes, double Derivative) : IScalarLaw
{
    double IScalarLaw.Lipschitz => 0.5 * Prox;

    T IScalarLaw.Value<T>(T z) => z * z / T.CreateTruncating(2);

    T IScalarLaw.Prox<T>(T v, T step) => T.CreateTruncating(Prox) * v / (T.One + step);

    Vector<Real> IScalarLaw.Divergence(Vector<Real> z, Vector<Real> s, Vector<Real> x) => new Vector<Real>((Real)0.5) * (z - s) * (z - s);

    Vector<Real> IScalarLaw.Prox(Vector<Real> v, Vector<Real> step) => new Vector<Real>((Real)(Prox * Lanes)) * v / (Vector<Real>.One + step);

    T IScalarLaw.Slope<T>(T x, T s) => T.CreateTruncating(0.5 * Prox * Derivative);

    Vector<Real> IScalarLaw.Slope(Vector<Real> x, Vector<Real> s) => new((Real)(0.5 * Prox * Derivative));
}
