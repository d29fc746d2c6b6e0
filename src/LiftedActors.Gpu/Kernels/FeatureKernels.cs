using ILGPU;

namespace LiftedActors.Gpu.Kernels;

/// <summary>Parts of the features of all samples, and biases of channels.</summary>
internal static class FeatureKernels
{
    /// <summary>Copies features; one thread per value.</summary>
    public static void Copy(Index1D i, ArrayView<Real> source, ArrayView<Real> target, FeatureShape shape) =>
        target[shape.Target(i)] = source[shape.Source(i)];

    /// <summary>Adds features; one thread per value.</summary>
    public static void Add(Index1D i, ArrayView<Real> source, ArrayView<Real> target, FeatureShape shape) =>
        target[shape.Target(i)] += source[shape.Source(i)];

    /// <summary>value = weight · bias of its channel; one thread per value.</summary>
    public static void SetBias(Index1D i, ArrayView<Real> bias, int positions, Real weight, ArrayView<Real> value) =>
        value[i] = weight * bias[i % (bias.IntLength * positions) / positions];

    /// <summary>gradient += Σ of e over the samples and the positions of a channel; one group per channel.</summary>
    public static void AddBias(ArrayView<Real> e, int positions, ArrayView<Real> gradient)
    {
        var (sum, features) = (0.0, gradient.IntLength * positions);
        var count = e.IntLength / features * positions;
        for (var i = Group.IdxX; i < count; i += Group.DimX)
        {
            sum += e[(i / positions * features) + (Grid.IdxX * positions) + (i % positions)];
        }

        var total = GroupSum.Add(sum);
        if (Group.IdxX == 0)
        {
            gradient[Grid.IdxX] += (Real)total;
        }
    }
}

/// <summary>Which features of every sample go where.</summary>
/// <param name="SourceColumns">The features of the source.</param>
/// <param name="From">The first one that is read.</param>
/// <param name="TargetColumns">The features of the target.</param>
/// <param name="To">The first one that is written.</param>
/// <param name="Count">How many.</param>
internal readonly record struct FeatureShape(int SourceColumns, int From, int TargetColumns, int To, int Count)
{
    /// <summary>Where value i is read.</summary>
    public int Source(int i) => (i / Count * SourceColumns) + From + (i % Count);

    /// <summary>Where value i is written.</summary>
    public int Target(int i) => (i / Count * TargetColumns) + To + (i % Count);
}
