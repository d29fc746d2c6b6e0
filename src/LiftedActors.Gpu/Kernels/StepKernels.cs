using ILGPU;
using ILGPU.Algorithms;

namespace LiftedActors.Gpu.Kernels;

/// <summary>Steps that form their gradient on the way and measure their move, in one pass; see <see cref="GroupSum"/>.</summary>
internal static class StepKernels
{
    /// <summary>next = origin − step · gradient, and the partial sums of (next − origin)².</summary>
    public static void Descend(SumViews gradient, ArrayView<Real> origin, Real step, ArrayView<Real> next, ArrayView<double> partials)
    {
        var sum = 0.0;
        for (var i = GroupSum.First; i < next.IntLength; i += GroupSum.Stride)
        {
            var before = origin[i];
            var after = before - (step * gradient.At(i));
            next[i] = after;
            double move = after - before;
            sum += move * move;
        }

        GroupSum.Keep(GroupSum.Add(sum), partials);
    }

    /// <summary>An Adam step by <see cref="ElementKernels.Adam"/>'s formula, and the partial sums of (next − current)², of several layers at once.</summary>
    public static void Adam<TMembers>(TMembers members, ArrayView<double> partials)
        where TMembers : struct, IMembers<AdamMember>
    {
        var (gradient, at, scale) = members[Grid.IdxY];
        var sum = 0.0;
        for (var i = GroupSum.First; i < at.Next.IntLength; i += GroupSum.Stride)
        {
            var slope = gradient.At(i);
            var mean = (scale.KeepFirst * at.First[i]) + (scale.AddFirst * slope);
            var square = (scale.KeepSecond * at.Second[i]) + (scale.AddSecond * slope * slope);
            (at.First[i], at.Second[i]) = (mean, square);
            var before = at.Current[i];
            var after = before - (scale.Rate * mean / (XMath.Sqrt(square) + scale.Epsilon));
            at.Next[i] = after;
            double move = after - before;
            sum += move * move;
        }

        GroupSum.Keep(GroupSum.Add(sum), partials);
    }
}

/// <summary>A gradient as the sum of two weighted summands; the second is not read where its weight is 0.</summary>
internal readonly record struct SumViews(ArrayView<Real> First, Real FirstWeight, ArrayView<Real> Second, Real SecondWeight)
{
    /// <summary>The sum at one place.</summary>
    public Real At(int i) => SecondWeight == 0 ? FirstWeight * First[i] : (FirstWeight * First[i]) + (SecondWeight * Second[i]);
}

/// <summary>An Adam step of one layer.</summary>
internal readonly record struct AdamMember(SumViews Gradient, AdamViews At, AdamScale Scale);
