using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Potentials;

/// <summary>The separable potential Ψ(z) = Σᵢ ψ(zᵢ) of a scalar law ψ.</summary>
/// <typeparam name="TLaw">The law; a struct, so that its calls are inlined.</typeparam>
/// <param name="law">The law with its parameters.</param>
public sealed class Separable<TLaw>(TLaw law) : ConvexPotential
    where TLaw : struct, IScalarLaw
{
    private readonly TLaw _law = law;

    /// <summary>The law with its parameters.</summary>
    public TLaw Law => _law;

    /// <inheritdoc/>
    public override double ActivationLipschitz { get; } = law.Lipschitz;

    /// <inheritdoc/>
    public override double Weakness { get; } = law.Weakness;

    /// <inheritdoc/>
    public override string? NotForGradientSteps { get; } = law.NotForGradientSteps;

    /// <inheritdoc/>
    public override bool IsSeparable => true;

    /// <inheritdoc/>
    public override bool IsLike(ConvexPotential other) => other is Separable<TLaw> separable && separable._law.Equals(_law);

    /// <inheritdoc/>
    public override double LeastSlope(double low, double high) => _law.LeastSlope(low, high);

    /// <inheritdoc/>
    public override T Value<T>(ReadOnlySpan<T> z)
    {
        var sum = T.Zero;
        foreach (var value in z)
        {
            sum += _law.Value(value);
        }

        return sum;
    }

    /// <inheritdoc/>
    public override void ExactProx<T>(ReadOnlySpan<T> v, T step, Span<T> result)
    {
        for (var i = 0; i < v.Length; i++)
        {
            result[i] = _law.Prox(v[i], step);
        }
    }

    /// <inheritdoc/>
    public override void Prox(ReadOnlySpan<Real> v, Real step, Span<Real> result)
    {
        result = result[..v.Length];
        var whole = v.Length - (v.Length % Vector<Real>.Count);
        Prox(v[..whole], step, ref MemoryMarshal.GetReference(result));
        if (whole < v.Length)
        {
            Lanes.Store(_law.Prox(Lanes.Load(v[whole..]), new Vector<Real>(step)), result[whole..]);
        }
    }

    /// <inheritdoc/>
    public override double Divergence(ReadOnlySpan<Real> z, ReadOnlySpan<Real> s, ReadOnlySpan<Real> x)
    {
        s = s[..z.Length];
        x = x[..z.Length];
        ref Real point = ref MemoryMarshal.GetReference(z), activation = ref MemoryMarshal.GetReference(s), preactivation = ref MemoryMarshal.GetReference(x);
        var law = _law;
        var sum = Vector<Real>.Zero;
        var i = 0;
        for (; i <= z.Length - Vector<Real>.Count; i += Vector<Real>.Count)
        {
            sum += law.Divergence(
                Vector.LoadUnsafe(ref point, (nuint)i), Vector.LoadUnsafe(ref activation, (nuint)i), Vector.LoadUnsafe(ref preactivation, (nuint)i));
        }

        var total = (double)Vector.Sum(sum);
        return i == z.Length ? total : total + Lanes.Sum(law.Divergence(Lanes.Load(z[i..]), Lanes.Load(s[i..]), Lanes.Load(x[i..])), z.Length - i);
    }

    /// <inheritdoc/>
    public override void PullBack(ReadOnlySpan<Real> x, ReadOnlySpan<Real> s, ReadOnlySpan<Real> gradient, Span<Real> result)
    {
        for (var i = 0; i < x.Length; i += Vector<Real>.Count)
        {
            var slope = _law.Slope(Lanes.Load(x[i..]), Lanes.Load(s[i..]));
            Lanes.Store(slope * Lanes.Load(gradient[i..]), result[i..x.Length]);
        }
    }

    /// <inheritdoc/>
    public override void Activate(Matrix x, Matrix result)
    {
        // Samples are nothing to a separable potential: a batch is one long sample.
        result.Resize(x.Rows);
        Activate(x.Values, result.Values);
    }

    /// <inheritdoc/>
    public override double Error(Matrix x, Matrix z, Real weight, Matrix error)
    {
        error.Resize(x.Rows);
        ReadOnlySpan<Real> preactivations = x.Values, points = z.Values[..x.Values.Length];
        var errors = error.Values[..preactivations.Length];
        var (total, whole) = (0.0, preactivations.Length - (preactivations.Length % Vector<Real>.Count));
        for (int offset = 0, length; offset < whole; offset += length)
        {
            length = Math.Min(VectorKernels.Part, whole - offset);
            total += Error(preactivations.Slice(offset, length), ref MemoryMarshal.GetReference(points[offset..]), weight, ref errors[offset]);
        }

        if (whole < preactivations.Length)
        {
            var (difference, penalty) = Evaluate(_law, Lanes.Load(preactivations[whole..]), Lanes.Load(points[whole..]));
            Lanes.Store(weight * difference, errors[whole..]);
            total += Lanes.Sum(penalty, preactivations.Length - whole);
        }

        return total;
    }

    /// <inheritdoc/>
    public override double Prox(in Combination point, Real step, Matrix result)
    {
        result.Resize(point.First.Rows);
        var moved = result.Values;
        ReadOnlySpan<Real> a = point.First.Values[..moved.Length], b = point.Second.Values[..moved.Length], c = point.Third.Values[..moved.Length];
        var (total, whole) = (0.0, moved.Length - (moved.Length % Vector<Real>.Count));
        for (int offset = 0, length; offset < whole; offset += length)
        {
            length = Math.Min(VectorKernels.Part, whole - offset);
            total += Prox(new CombinedPart(point.Weights, a.Slice(offset, length), b[offset..], c[offset..]), step, ref moved[offset]);
        }

        if (whole < moved.Length)
        {
            var from = Lanes.Load(a[whole..]);
            var to = _law.Prox(new LaneWeights(point.Weights).Combine(from, Lanes.Load(b[whole..]), Lanes.Load(c[whole..])), new Vector<Real>(step));
            Lanes.Store(to, moved[whole..]);
            total += Lanes.Sum((to - from) * (to - from), moved.Length - whole);
        }

        return total;
    }

    /// <inheritdoc/>
    public override void PullBack(Matrix x, Matrix s, Matrix gradient) => PullBack(x.Values, s.Values, gradient.Values, gradient.Values);

    /// <inheritdoc/>
    public override string ToString() => _law.ToString() ?? typeof(TLaw).Name;

    // The loops stand alone, over whole vectors: a call beside a loop would cost it the registers of everything that it keeps.

    private void Prox(ReadOnlySpan<Real> v, Real step, ref Real result)
    {
        ref var source = ref MemoryMarshal.GetReference(v);
        var (law, steps) = (_law, new Vector<Real>(step));
        for (nint i = 0; i < v.Length; i += Vector<Real>.Count)
        {
            law.Prox(Vector.LoadUnsafe(ref source, (nuint)i), steps).StoreUnsafe(ref result, (nuint)i);
        }
    }

    private double Error(ReadOnlySpan<Real> x, ref Real z, Real weight, ref Real error)
    {
        ref var source = ref MemoryMarshal.GetReference(x);
        var (law, weights, sum) = (_law, new Vector<Real>(weight), Vector<Real>.Zero);
        for (nint i = 0; i < x.Length; i += Vector<Real>.Count)
        {
            var (difference, penalty) = Evaluate(law, Vector.LoadUnsafe(ref source, (nuint)i), Vector.LoadUnsafe(ref z, (nuint)i));
            (weights * difference).StoreUnsafe(ref error, (nuint)i);
            sum += penalty;
        }

        return Vector.Sum(sum);
    }

    private double Prox(CombinedPart point, Real step, ref Real result)
    {
        ref Real a = ref MemoryMarshal.GetReference(point.First), b = ref MemoryMarshal.GetReference(point.Second);
        ref Real c = ref MemoryMarshal.GetReference(point.Third);
        var (law, weights, steps, sum) = (_law, new LaneWeights(point.Weights), new Vector<Real>(step), Vector<Real>.Zero);
        for (nint i = 0; i < point.First.Length; i += Vector<Real>.Count)
        {
            var from = Vector.LoadUnsafe(ref a, (nuint)i);
            var to = law.Prox(weights.Combine(from, Vector.LoadUnsafe(ref b, (nuint)i), Vector.LoadUnsafe(ref c, (nuint)i)), steps);
            to.StoreUnsafe(ref result, (nuint)i);
            sum += (to - from) * (to - from);
        }

        return Vector.Sum(sum);
    }

    /// <summary>σ(x) − z and ½(z − σ(x))² + D(z, σ(x)) on every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<Real> Difference, Vector<Real> Penalty) Evaluate(TLaw law, Vector<Real> x, Vector<Real> z)
    {
        var s = law.Prox(x, Vector<Real>.One);
        var difference = s - z;
        return (difference, ((Real)0.5 * difference * difference) + law.Divergence(z, s, x));
    }

    /// <summary>The weights of a combination, on every lane.</summary>
    private readonly struct LaneWeights(CombinationWeights weights)
    {
        private readonly Vector<Real> _first = new(weights.First);
        private readonly Vector<Real> _second = new(weights.Second);
        private readonly Vector<Real> _third = new(weights.Third);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<Real> Combine(Vector<Real> a, Vector<Real> b, Vector<Real> c) => (_first * a) + (_second * b) + (_third * c);
    }

    /// <summary>A part of a combination; its length is that of the first factor.</summary>
    private readonly ref struct CombinedPart(
        CombinationWeights weights, ReadOnlySpan<Real> first, ReadOnlySpan<Real> second, ReadOnlySpan<Real> third)
    {
        public readonly CombinationWeights Weights = weights;
        public readonly ReadOnlySpan<Real> First = first, Second = second, Third = third;
    }
}
