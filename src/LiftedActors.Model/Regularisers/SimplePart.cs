using System.Collections.Immutable;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Regularisers;

/// <summary>A quadratic q/2 |u − c|²; without a centre, c = 0.</summary>
internal readonly record struct Quadratic(double Weight, Real[]? Centre);

/// <summary>
/// The part S of a regulariser whose proximal map has a closed form: S(u) = Σ q/2 |u − c|² + w P(u) + indicator of [l, h].
/// </summary>
/// <remarks>prox_{τS}(v) = clip(prox_{swP}((v + τ Σ q c)/(1 + τ Σ q))), s = τ/(1 + τ Σ q): the clip is right as P is separable wherever there is an interval.</remarks>
internal sealed class SimplePart
{
    private readonly Real[]? _pull;

    public SimplePart(ImmutableArray<Quadratic> quadratics, ConvexPotential? potential, double weight, Separable<Potentials.Box>? interval)
    {
        (Quadratics, Potential, Weight, Interval) = (quadratics, potential, weight, interval);
        Curvature = quadratics.Sum(quadratic => quadratic.Weight);
        foreach (var (quadraticWeight, centre) in quadratics)
        {
            if (centre is not null)
            {
                _pull ??= new Real[centre.Length];
                VectorKernels.Combine(_pull, (Real)quadraticWeight, centre, _pull);
            }
        }
    }

    /// <summary>S = 0.</summary>
    public static SimplePart Zero { get; } = new([], null, 0, null);

    /// <summary>The quadratics.</summary>
    public ImmutableArray<Quadratic> Quadratics { get; }

    /// <summary>Σ q: S is strongly convex with this modulus.</summary>
    public double Curvature { get; }

    /// <summary>P; null for none.</summary>
    public ConvexPotential? Potential { get; }

    /// <summary>w.</summary>
    public double Weight { get; }

    /// <summary>The indicator of [l, h]; null for the whole line.</summary>
    public Separable<Potentials.Box>? Interval { get; }

    /// <summary>Σ q c; empty where all centres are zero.</summary>
    public ReadOnlySpan<Real> Pull => _pull;

    /// <summary>The sum of both, or null where it has no closed proximal map: with two different potentials, or a potential of groups on an interval.</summary>
    public SimplePart? Plus(SimplePart other)
    {
        if (Potential is not null && other.Potential is not null && !ReferenceEquals(Potential, other.Potential))
        {
            return null;
        }

        var potential = Potential ?? other.Potential;
        var interval = Meet(other.Interval);
        return potential is not null && interval is not null && !potential.IsSeparable
            ? null
            : new SimplePart(Quadratics.AddRange(other.Quadratics), potential, Weight + other.Weight, interval);
    }

    /// <summary>The part times a factor; the interval stays.</summary>
    public SimplePart Times(double factor) =>
        new([.. Quadratics.Select(quadratic => quadratic with { Weight = factor * quadratic.Weight })], Potential, factor * Weight, Interval);

    /// <summary>S(u), for values of u in double.</summary>
    public double Value(ReadOnlySpan<double> u)
    {
        var sum = 0.0;
        foreach (var (weight, centre) in Quadratics)
        {
            var squares = 0.0;
            for (var i = 0; i < u.Length; i++)
            {
                var difference = u[i] - (centre is null ? 0 : centre[i]);
                squares += difference * difference;
            }

            sum += 0.5 * weight * squares;
        }

        return sum + (Potential is null ? 0 : Weight * Potential.Value(u)) + (Interval?.Value(u) ?? 0);
    }

    /// <summary>prox_{τS}(v); <paramref name="u"/> may be <paramref name="v"/>.</summary>
    public void Prox(ReadOnlySpan<Real> v, double step, Span<Real> u)
    {
        var shrink = 1 / (1 + (step * Curvature));
        if (_pull is null)
        {
            VectorKernels.Scale(v, (Real)shrink, u);
        }
        else
        {
            VectorKernels.Combine(v, (Real)step, _pull, u);
            VectorKernels.Scale(u, (Real)shrink, u);
        }

        var scaled = (Real)(step * shrink * Weight);
        if (scaled > 0)
        {
            Potential?.Prox(u, scaled, u);
        }

        Interval?.Prox(u, 1, u);
    }

    private Separable<Potentials.Box>? Meet(Separable<Potentials.Box>? other)
    {
        if (Interval is null || other is null)
        {
            return Interval ?? other;
        }

        var (lower, upper) = (Math.Max(Interval.Law.Lower, other.Law.Lower), Math.Min(Interval.Law.Upper, other.Law.Upper));
        return lower < upper
            ? new Separable<Potentials.Box>(new Potentials.Box(lower, upper))
            : throw new ArgumentException($"The intervals {Interval} and {other} have no inner point in common; give ones that overlap.", nameof(other));
    }
}
