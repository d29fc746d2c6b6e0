using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>
/// A potential Ψ(z) = Σ_g ψ(|z_g|) of the Euclidean norms of groups, that is, of so many consecutive features each; the last group of a
/// sample may be smaller. σ shrinks every group along its own direction.
/// </summary>
public abstract class GroupPotential : ConvexPotential
{
    private readonly int _size;

    /// <summary>Creates the potential.</summary>
    /// <param name="size">The features of a group.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    private protected GroupPotential(int size) => _size = size > 0
        ? size
        : throw new ArgumentOutOfRangeException(nameof(size), $"The size of a group must be positive, which {size} is not.");

    /// <summary>The features of a group.</summary>
    public int Size => _size;

    /// <inheritdoc/>
    public override double ActivationLipschitz => 1;

    /// <inheritdoc/>
    public sealed override T Value<T>(ReadOnlySpan<T> z)
    {
        var sum = T.Zero;
        for (var begin = 0; begin < z.Length; begin += _size)
        {
            sum += T.CreateTruncating(ValueOf(Norm(Group(z, begin))));
        }

        return sum;
    }

    /// <inheritdoc/>
    public sealed override void ExactProx<T>(ReadOnlySpan<T> v, T step, Span<T> result)
    {
        for (var begin = 0; begin < v.Length; begin += _size)
        {
            var group = Group(v, begin);
            var factor = Shrinkage(Norm(group), double.CreateTruncating(step));
            for (var i = 0; i < group.Length; i++)
            {
                result[begin + i] = T.CreateTruncating(factor * double.CreateTruncating(group[i]));
            }
        }
    }

    /// <inheritdoc/>
    public sealed override void Prox(ReadOnlySpan<Real> v, Real step, Span<Real> result) => ExactProx(v, step, result);

    /// <inheritdoc/>
    public sealed override double Divergence(ReadOnlySpan<Real> z, ReadOnlySpan<Real> s, ReadOnlySpan<Real> x)
    {
        var sum = 0.0;
        for (var begin = 0; begin < z.Length; begin += _size)
        {
            var point = Group(z, begin);
            var preactivation = Group(x, begin);
            var (pointNorm, norm) = (Norm(point), Norm(preactivation));
            var turned = 0.0;
            for (var i = 0; i < point.Length; i++)
            {
                // |z| − ⟨x/|x|, z⟩ = ½|z| |z/|z| − x/|x||², from small differences where the directions are near.
                var difference = (point[i] / Positive(pointNorm)) - (preactivation[i] / Positive(norm));
                turned += 0.5 * pointNorm * difference * difference;
            }

            sum += DivergenceOf(pointNorm, turned, norm);
        }

        return sum;
    }

    /// <inheritdoc/>
    public sealed override void PullBack(ReadOnlySpan<Real> x, ReadOnlySpan<Real> s, ReadOnlySpan<Real> gradient, Span<Real> result)
    {
        for (var begin = 0; begin < x.Length; begin += _size)
        {
            var group = Group(x, begin);
            var incoming = Group(gradient, begin);
            var (norm, inner) = (Norm(group), 0.0);
            var (across, along) = (Shrinkage(norm, 1), RadialSlope(norm));
            for (var i = 0; i < group.Length; i++)
            {
                inner += group[i] / Positive(norm) * incoming[i];
            }

            for (var i = 0; i < group.Length; i++)
            {
                // The factor on the sphere, the radial slope along x.
                result[begin + i] = (Real)((across * incoming[i]) + ((along - across) * inner * group[i] / Positive(norm)));
            }
        }
    }

    /// <summary>ψ(r) for the norm of a group.</summary>
    private protected abstract double ValueOf(double norm);

    /// <summary>The factor that takes v_g to prox_{sψ}(v_g), from |v_g|.</summary>
    private protected abstract double Shrinkage(double norm, double step);

    /// <summary>The derivative of |σ(x_g)| in |x_g|.</summary>
    private protected abstract double RadialSlope(double norm);

    /// <summary>D(z_g, σ(x_g)) from |z_g|, |z_g| − ⟨x_g/|x_g|, z_g⟩ and |x_g|.</summary>
    private protected abstract double DivergenceOf(double point, double turned, double norm);

    private static double Positive(double norm) => norm == 0 ? 1 : norm;

    /// <summary>|v| in double, the precision of every sum that decides.</summary>
    private static double Norm<T>(ReadOnlySpan<T> v)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var sum = 0.0;
        foreach (var value in v)
        {
            var wide = double.CreateTruncating(value);
            sum += wide * wide;
        }

        return Math.Sqrt(sum);
    }

    private ReadOnlySpan<T> Group<T>(ReadOnlySpan<T> row, int begin) => row.Slice(begin, Math.Min(_size, row.Length - begin));
}
