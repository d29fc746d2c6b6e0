using ILGPU;
using ILGPU.Algorithms;
using LiftedActors.Model.Devices;

namespace LiftedActors.Gpu.Kernels;

/// <summary>The element passes that know no law; one thread per value.</summary>
internal static class ElementKernels
{
    /// <summary>result = weight a.</summary>
    public static void Scale(Index1D i, ArrayView<Real> a, Real weight, ArrayView<Real> result) => result[i] = weight * a[i];

    /// <summary>result = a + weight b.</summary>
    public static void Combine(Index1D i, ArrayView<Real> a, Real weight, ArrayView<Real> b, ArrayView<Real> result) =>
        result[i] = a[i] + (weight * b[i]);

    /// <summary>The values of the rows that the indices name.</summary>
    public static void Gather(Index1D i, ArrayView<Real> source, ArrayView<int> rows, int columns, ArrayView<Real> target) =>
        target[i] = source[((long)rows[i / columns] * columns) + (i % columns)];

    /// <summary>values += bias in every row.</summary>
    public static void AddToRows(Index1D i, ArrayView<Real> values, ArrayView<Real> bias) => values[i] += bias[i % bias.IntLength];

    /// <summary>m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², next = current − rate · m / (√v + ε); next holds g before.</summary>
    public static void Adam(Index1D i, AdamViews at, AdamScale scale)
    {
        var gradient = at.Next[i];
        var mean = (scale.KeepFirst * at.First[i]) + (scale.AddFirst * gradient);
        var square = (scale.KeepSecond * at.Second[i]) + (scale.AddSecond * gradient * gradient);
        (at.First[i], at.Second[i]) = (mean, square);
        at.Next[i] = at.Current[i] - (scale.Rate * mean / (XMath.Sqrt(square) + scale.Epsilon));
    }

    /// <summary>values = scale · sgn(values)(|values| − threshold)₊.</summary>
    public static void Shrink(Index1D i, ArrayView<Real> values, Real threshold, Real scale)
    {
        var value = values[i];
        values[i] = scale * (IntrinsicMath.Max(value - threshold, 0) + IntrinsicMath.Min(value + threshold, 0));
    }

    /// <summary>values = values/√Σ partials, or 0 where the sum is 0.</summary>
    public static void Normalise(Index1D i, ArrayView<Real> values, ArrayView<double> partials)
    {
        var squared = 0.0;
        for (var k = 0; k < partials.IntLength; k++)
        {
            squared += partials[k];
        }

        values[i] = squared > 0 ? (Real)(1 / XMath.Sqrt(squared)) * values[i] : 0;
    }

    /// <summary>The start of a power iteration before the column sums are added.</summary>
    public static void StartVector(Index1D j, ArrayView<Real> vector) => vector[j] = (Real)(1 + (j % 7) - (0.5 * (j % 3)));
}

/// <summary>The values that an Adam step works on.</summary>
internal readonly record struct AdamViews(ArrayView<Real> Current, ArrayView<Real> First, ArrayView<Real> Second, ArrayView<Real> Next);

/// <summary>The numbers of an Adam step.</summary>
internal readonly record struct AdamScale(Real KeepFirst, Real AddFirst, Real KeepSecond, Real AddSecond, Real Rate, Real Epsilon)
{
    /// <summary>The numbers of one step.</summary>
    public static AdamScale Of(AdamMoments moments) => new(
        (Real)Model.Updates.Adam.FirstDecay,
        (Real)(1 - Model.Updates.Adam.FirstDecay),
        (Real)Model.Updates.Adam.SecondDecay,
        (Real)(1 - Model.Updates.Adam.SecondDecay),
        moments.Rate,
        moments.Epsilon);
}
