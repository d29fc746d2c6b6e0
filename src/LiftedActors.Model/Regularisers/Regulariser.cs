using System.Collections.Immutable;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Regularisers;

/// <summary>
/// A convex regulariser J(u) = S(u) + Σᵢ wᵢ Pᵢ(Kᵢ u): potentials Pᵢ behind linear operators Kᵢ, such as differences, and a part S = Σ q/2 |u − c|² + w P(u) + indicator of [l, h] whose
/// proximal map has a closed form.
/// </summary>
/// <remarks>
/// Proper, convex and lower semicontinuous; weights are not negative. A sum keeps as much as it can in S; what does not go there stands behind the identity.
/// Instances are immutable and may be used by several threads, each with its own <see cref="RegulariserWorkspace"/>. Source: docs/mathematics.md §9.
/// </remarks>
public sealed class Regulariser
{
    private Regulariser(int size, SimplePart simple, ImmutableArray<ComposedPart> composed)
    {
        (Size, Simple, Composed) = (size, simple, composed);
        DualSize = composed.Sum(part => part.Rows);
        LongestPart = composed.IsEmpty ? 0 : composed.Max(part => part.Rows);
        OperatorNorm = Math.Sqrt(composed.Sum(part => part.Operator.NormBound * part.Operator.NormBound));
    }

    /// <summary>The values of u.</summary>
    public int Size { get; }

    /// <summary>Σ rows of the operators Kᵢ: the dual variables; 0 where the proximal map has a closed form.</summary>
    public int DualSize { get; }

    /// <summary>A modulus of strong convexity: Σ q; 0 where there is no quadratic.</summary>
    public double StrongConvexity => Simple.Curvature;

    /// <summary>A bound of the norm of K = (K₁; K₂; …): √(Σ |Kᵢ|²).</summary>
    public double OperatorNorm { get; }

    internal SimplePart Simple { get; }

    internal ImmutableArray<ComposedPart> Composed { get; }

    internal int LongestPart { get; }

    /// <summary>J = 0 on vectors of so many values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public static Regulariser Zero(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        return new Regulariser(size, SimplePart.Zero, []);
    }

    /// <summary>J(u) = weight/2 |u − centre|².</summary>
    /// <param name="weight">The weight, not negative.</param>
    /// <param name="centre">The centre; its length is that of u.</param>
    /// <exception cref="ArgumentException">The weight is negative or not finite, or the centre empty or not finite.</exception>
    public static Regulariser SquaredDistance(double weight, ReadOnlySpan<Real> centre)
    {
        var copy = centre.ToArray();
        return copy.Length > 0 && copy.All(Real.IsFinite)
            ? new Regulariser(copy.Length, new SimplePart([new Quadratic(NotNegative(weight), copy)], null, 0, null), [])
            : throw new ArgumentException("The centre of a quadratic regulariser must have finite values, at least one.", nameof(centre));
    }

    /// <summary>J(u) = weight/2 |u|² on vectors of so many values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive, or the weight negative or not finite.</exception>
    public static Regulariser SquaredNorm(int size, double weight) =>
        new(Zero(size).Size, new SimplePart([new Quadratic(NotNegative(weight), null)], null, 0, null), []);

    /// <summary>J(u) = weight P(u).</summary>
    /// <param name="size">The values of u.</param>
    /// <param name="weight">The weight, not negative.</param>
    /// <param name="potential">P, convex.</param>
    /// <exception cref="ArgumentException">The weight is negative or not finite, or the potential not convex.</exception>
    public static Regulariser Of(int size, double weight, ConvexPotential potential) =>
        NotNegative(weight) == 0 ? Zero(size) : new(Zero(size).Size, new SimplePart([], Convex(potential), weight, null), []);

    /// <summary>J(u) = weight P(K u).</summary>
    /// <param name="operation">K.</param>
    /// <param name="weight">The weight, not negative.</param>
    /// <param name="potential">P, convex.</param>
    /// <exception cref="ArgumentException">The weight is negative or not finite, or the potential not convex.</exception>
    public static Regulariser Of(LinearOperator operation, double weight, ConvexPotential potential) => NotNegative(weight) == 0
        ? Zero(operation.InputSize)
        : new(operation.InputSize, SimplePart.Zero, [new ComposedPart(operation, Convex(potential), weight)]);

    /// <summary>The indicator of lower ≤ uᵢ ≤ upper; an end may be infinite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive, or the interval empty.</exception>
    public static Regulariser Interval(int size, double lower, double upper) =>
        new(Zero(size).Size, new SimplePart([], null, 0, new Separable<Potentials.Box>(new Potentials.Box(lower, upper))), []);

    /// <summary>The sum of both.</summary>
    /// <exception cref="ArgumentException">They act on vectors of different lengths, or on intervals that do not overlap.</exception>
    public static Regulariser operator +(Regulariser left, Regulariser right)
    {
        if (left.Size != right.Size)
        {
            throw new ArgumentException($"A regulariser of {left.Size} values cannot be added to one of {right.Size}; build both for the same shape.", nameof(right));
        }

        var composed = left.Composed.AddRange(right.Composed);
        return left.Simple.Plus(right.Simple) is { } simple ? new Regulariser(left.Size, simple, composed)
            : IsToMove(left.Simple.Potential, right.Simple.Potential) ? left.WithPotentialBehindIdentity() + right
            : left + right.WithPotentialBehindIdentity();
    }

    /// <summary>J times a factor; an indicator stays as it is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The factor is negative or not finite.</exception>
    public static Regulariser operator *(double factor, Regulariser regulariser) => new(
        regulariser.Size,
        NotNegative(factor) == 0 ? new SimplePart([], null, 0, regulariser.Simple.Interval) : regulariser.Simple.Times(factor),
        factor == 0 ? [] : [.. regulariser.Composed.Select(part => part with { Weight = factor * part.Weight })]);

    /// <summary>The dual variables and the workspace of <see cref="Prox"/>; the dual variables are zero.</summary>
    public RegulariserWorkspace CreateWorkspace() => new(this);

    /// <summary>J(u), in double; +∞ outside the domain. It allocates.</summary>
    /// <exception cref="ArgumentException">The length differs from <see cref="Size"/>.</exception>
    public double Value(ReadOnlySpan<Real> u) => Value(u, CreateWorkspace());

    /// <summary>J(u), in double; +∞ outside the domain.</summary>
    /// <param name="u">The point.</param>
    /// <param name="workspace">The workspace; its dual variables stay as they are.</param>
    /// <exception cref="ArgumentException">The length differs from <see cref="Size"/>.</exception>
    public double Value(ReadOnlySpan<Real> u, RegulariserWorkspace workspace)
    {
        RequireSize(u.Length);
        var sum = Simple.Value(Widen(u, workspace.Wide));
        var offset = 0;
        foreach (var part in Composed)
        {
            var image = workspace.Image.AsSpan(offset, part.Rows);
            part.Operator.Apply(u, image);
            sum += part.Weight * part.Potential.Value(Widen(image, workspace.Wide));
            offset += part.Rows;
        }

        return sum;
    }

    /// <summary>
    /// prox_{step J}(v) = argmin_u J(u) + |u − v|²/(2 step): in closed form where there is no composed part; otherwise by accelerated proximal gradients on the dual, from
    /// <see cref="RegulariserWorkspace.Dual"/> on, until the gap is at most the tolerance or as small as rounding lets it be, or the iterations are used up.
    /// </summary>
    /// <param name="v">Any point.</param>
    /// <param name="step">The step &gt; 0.</param>
    /// <param name="tolerance">The gap that is small enough.</param>
    /// <param name="u">Receives the point; another buffer than <paramref name="v"/>.</param>
    /// <param name="workspace">The dual variables, which are moved, and the workspace. Nothing is allocated.</param>
    /// <returns>The gap at <paramref name="u"/> with what rounding may have added, and the iterations.</returns>
    /// <exception cref="ArgumentException">A length differs from <see cref="Size"/>, or the step is not positive.</exception>
    public ProximalResult Prox(ReadOnlySpan<Real> v, double step, double tolerance, Span<Real> u, RegulariserWorkspace workspace)
    {
        RequireSize(v.Length);
        RequireSize(u.Length);
        if (!(step > 0 && double.IsFinite(step)))
        {
            throw new ArgumentOutOfRangeException(nameof(step), $"A proximal step must be positive and finite, which {step} is not.");
        }

        if (DualSize == 0)
        {
            Simple.Prox(v, step, u);
            return default;
        }

        return new DualIteration(this, step, workspace).Run(v, tolerance, u);
    }

    private static ReadOnlySpan<double> Widen(ReadOnlySpan<Real> values, double[] wide)
    {
        for (var i = 0; i < values.Length; i++)
        {
            wide[i] = values[i];
        }

        return wide.AsSpan(0, values.Length);
    }

    private static ConvexPotential Convex(ConvexPotential potential) => potential.Weakness == 0
        ? potential
        : throw new ArgumentException($"{potential} is not convex, so that it is no regulariser; take a convex potential.", nameof(potential));

    private static double NotNegative(double weight) => weight >= 0 && double.IsFinite(weight)
        ? weight
        : throw new ArgumentOutOfRangeException(nameof(weight), $"The weight of a regulariser must be finite and not negative, which {weight} is not.");

    /// <summary>Whether P of the left summand is the one that cannot stay in S: a potential of groups goes before a separable one, which an interval does not disturb.</summary>
    private static bool IsToMove(ConvexPotential? left, ConvexPotential? right) => left is not null && (right is null || !left.IsSeparable || right.IsSeparable);

    private void RequireSize(int length)
    {
        if (length != Size)
        {
            throw new ArgumentException($"The regulariser acts on {Size} values, not on {length}.");
        }
    }

    private Regulariser WithPotentialBehindIdentity() => new(
        Size,
        new SimplePart(Simple.Quadratics, null, 0, Simple.Interval),
        Composed.Add(new ComposedPart(new IdentityOperator(new Imaging.ImageShape(1, Size)), Simple.Potential!, Simple.Weight)));
}
