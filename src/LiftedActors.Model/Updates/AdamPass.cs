using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Updates;

/// <summary>The element pass of <see cref="Adam"/>: gradient, moments, step and squared move of a part at once.</summary>
/// <remarks>
/// A moment that is too far below ε to move anything is not let go further down. Otherwise the moments of a parameter at rest would
/// decay into subnormal numbers and stay there, each of which costs the processor a hundred cycles in every step.
/// </remarks>
internal readonly struct AdamPass
{
    /// <summary>2⁻¹⁰⁰.</summary>
    private const Real LeastMoment = (Real)7.888609052210118e-31;

    private readonly (Vector<Real> Keep, Vector<Real> Add) _first;
    private readonly (Vector<Real> Keep, Vector<Real> Add) _second;
    private readonly Vector<Real> _rate;
    private readonly Vector<Real> _epsilon;

    /// <summary>Creates the pass of one step.</summary>
    /// <param name="rate">η with the corrections of both moments.</param>
    /// <param name="epsilon">ε with the correction of the second moment.</param>
    public AdamPass(Real rate, Real epsilon)
    {
        _first = (new((Real)Adam.FirstDecay), new((Real)(1 - Adam.FirstDecay)));
        _second = (new((Real)Adam.SecondDecay), new((Real)(1 - Adam.SecondDecay)));
        (_rate, _epsilon) = (new(rate), new(epsilon));
    }

    /// <summary>Moves a part; the lengths are equal.</summary>
    /// <param name="gradient">∇f(v).</param>
    /// <param name="current">v.</param>
    /// <param name="first">The first moment, renewed.</param>
    /// <param name="second">The second moment, renewed.</param>
    /// <param name="next">Receives v⁺; may be a factor of the gradient.</param>
    /// <returns>|v⁺ − v|².</returns>
    public double Move(GradientPart gradient, ReadOnlySpan<Real> current, Span<Real> first, Span<Real> second, Span<Real> next)
    {
        var tail = next.Length % Vector<Real>.Count;
        var total = MoveWhole(gradient, current[..^tail], first, second, next);
        if (tail > 0)
        {
            var from = Lanes.Load(current[^tail..]);
            var (mean, square) = (Lanes.Load(first[^tail..]), Lanes.Load(second[^tail..]));
            var (a, b) = (Lanes.Load(gradient.First[^tail..]), Lanes.Load(gradient.Second[^tail..]));
            var to = Move(from, Vector.MultiplyAddEstimate(new Vector<Real>(gradient.Weights.First), a, gradient.Weights.Second * b), ref mean, ref square);
            Lanes.Store(mean, first[^tail..]);
            Lanes.Store(square, second[^tail..]);
            Lanes.Store(to, next[^tail..]);
            total += Lanes.Sum((to - from) * (to - from), tail);
        }

        return total;
    }

    /// <summary>The loop stands alone, over whole vectors: a call beside it would cost it the registers of everything that it keeps.</summary>
    private double MoveWhole(GradientPart gradient, ReadOnlySpan<Real> current, Span<Real> first, Span<Real> second, Span<Real> next)
    {
        ref Real a = ref MemoryMarshal.GetReference(gradient.First), b = ref MemoryMarshal.GetReference(gradient.Second);
        ref Real point = ref MemoryMarshal.GetReference(current), target = ref MemoryMarshal.GetReference(next);
        ref Real means = ref MemoryMarshal.GetReference(first), squares = ref MemoryMarshal.GetReference(second);
        var (pass, sum) = (this, Vector<Real>.Zero);
        var (weightA, weightB) = (new Vector<Real>(gradient.Weights.First), new Vector<Real>(gradient.Weights.Second));
        for (nint i = 0; i < current.Length; i += Vector<Real>.Count)
        {
            var from = Vector.LoadUnsafe(ref point, (nuint)i);
            var (mean, square) = (Vector.LoadUnsafe(ref means, (nuint)i), Vector.LoadUnsafe(ref squares, (nuint)i));
            var slope = Vector.MultiplyAddEstimate(weightA, Vector.LoadUnsafe(ref a, (nuint)i), weightB * Vector.LoadUnsafe(ref b, (nuint)i));
            var to = pass.Move(from, slope, ref mean, ref square);
            mean.StoreUnsafe(ref means, (nuint)i);
            square.StoreUnsafe(ref squares, (nuint)i);
            to.StoreUnsafe(ref target, (nuint)i);
            sum = Vector.MultiplyAddEstimate(to - from, to - from, sum);
        }

        return Vector.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<Real> Move(Vector<Real> from, Vector<Real> gradient, ref Vector<Real> mean, ref Vector<Real> square)
    {
        mean = Vector.MultiplyAddEstimate(_first.Keep, mean, _first.Add * gradient);
        mean = Vector.AndNot(mean, Vector.LessThan<Real>(Vector.Abs(mean), new Vector<Real>(LeastMoment)));

        // In this order of the factors, fused, the square of a small gradient does not become subnormal on the way.
        square = Vector.MultiplyAddEstimate(_second.Add * gradient, gradient, _second.Keep * square);
        square = Vector.MaxNative(square, new Vector<Real>(LeastMoment));
        return from - (_rate * mean / (Vector.SquareRoot(square) + _epsilon));
    }
}
