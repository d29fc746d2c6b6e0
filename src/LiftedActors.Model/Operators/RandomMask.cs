using LiftedActors.Model.Imaging;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Operators;

/// <summary>A <see cref="Mask"/> for every sample, each pixel kept independently with the same probability.</summary>
/// <remarks>The mask of sample i is drawn from the stream (seed, "mask", i): it does not depend on which other samples are made.</remarks>
[ForwardOperator("mask")]
public sealed class RandomMask : OperatorFamily
{
    /// <summary>Random masks of <paramref name="shape"/> images.</summary>
    /// <param name="shape">The images' shape.</param>
    /// <param name="keep">The probability that a pixel is kept, in [0, 1].</param>
    /// <param name="seed">The seed of the masks.</param>
    /// <exception cref="ArgumentException"><paramref name="keep"/> is not in [0, 1].</exception>
    public RandomMask(ImageShape shape, double keep, long seed = 0)
        : base(shape)
    {
        if (!(keep >= 0 && keep <= 1))
        {
            throw new ArgumentException($"A mask cannot keep pixels with probability {keep}: give a number from 0 to 1.");
        }

        (Keep, Seed) = (keep, seed);
    }

    /// <summary>The probability that a pixel is kept.</summary>
    public double Keep { get; }

    /// <summary>The seed of the masks.</summary>
    public long Seed { get; }

    /// <inheritdoc/>
    public override LinearOperator At(int sample)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        var stream = new RandomStream(Seed, "mask", sample);
        var kept = new bool[Shape.Pixels];
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = stream.Uniform() < Keep;
        }

        return new Mask(Shape, kept);
    }
}
