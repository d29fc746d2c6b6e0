using System.Collections.Immutable;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// The potential Ψ(z) = Σ_k Ψ_k(z_k) of features that stand one after the other: the state of a network whose layers carry several vectors, such
/// as a skip beside an activation.
/// </summary>
public sealed class Partitioned : ConvexPotential
{
    private readonly ImmutableArray<(ConvexPotential Potential, int Length)> _parts;

    /// <summary>Creates the potential.</summary>
    /// <param name="parts">The potentials with the features that they act on, in order.</param>
    /// <exception cref="ArgumentException">There is no part, or one without features.</exception>
    public Partitioned(params ImmutableArray<(ConvexPotential Potential, int Length)> parts)
    {
        if (parts.IsDefaultOrEmpty || parts.Any(part => part.Length <= 0))
        {
            throw new ArgumentException("A partitioned potential needs at least one part, and every part at least one feature.", nameof(parts));
        }

        _parts = parts;
    }

    /// <summary>The potentials with the features that they act on, in order.</summary>
    public ImmutableArray<(ConvexPotential Potential, int Length)> Parts => _parts;

    /// <inheritdoc/>
    public override double ActivationLipschitz => _parts.Max(part => part.Potential.ActivationLipschitz);

    /// <inheritdoc/>
    public override double Weakness => _parts.Max(part => part.Potential.Weakness);

    /// <inheritdoc/>
    public override string? NotForGradientSteps => _parts.Select(part => part.Potential.NotForGradientSteps).FirstOrDefault(reason => reason is not null);

    /// <inheritdoc/>
    public override T Value<T>(ReadOnlySpan<T> z)
    {
        var (sum, offset) = (T.Zero, 0);
        foreach (var (potential, length) in _parts)
        {
            sum += potential.Value(z.Slice(offset, length));
            offset += length;
        }

        return sum;
    }

    /// <inheritdoc/>
    public override void ExactProx<T>(ReadOnlySpan<T> v, T step, Span<T> result)
    {
        var offset = 0;
        foreach (var (potential, length) in _parts)
        {
            potential.ExactProx(v.Slice(offset, length), step, result.Slice(offset, length));
            offset += length;
        }
    }

    /// <inheritdoc/>
    public override void Prox(ReadOnlySpan<Real> v, Real step, Span<Real> result)
    {
        var offset = 0;
        foreach (var (potential, length) in _parts)
        {
            potential.Prox(v.Slice(offset, length), step, result.Slice(offset, length));
            offset += length;
        }
    }

    /// <inheritdoc/>
    public override double Divergence(ReadOnlySpan<Real> z, ReadOnlySpan<Real> s, ReadOnlySpan<Real> x)
    {
        var (sum, offset) = (0.0, 0);
        foreach (var (potential, length) in _parts)
        {
            sum += potential.Divergence(z.Slice(offset, length), s.Slice(offset, length), x.Slice(offset, length));
            offset += length;
        }

        return sum;
    }

    /// <inheritdoc/>
    public override void PullBack(ReadOnlySpan<Real> x, ReadOnlySpan<Real> s, ReadOnlySpan<Real> gradient, Span<Real> result)
    {
        var offset = 0;
        foreach (var (potential, length) in _parts)
        {
            potential.PullBack(x.Slice(offset, length), s.Slice(offset, length), gradient.Slice(offset, length), result.Slice(offset, length));
            offset += length;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(" | ", _parts.Select(part => $"{part.Potential} of {part.Length}"));
}
