using System.Collections.Immutable;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Regularisers;

/// <summary>J(u) = weight/2 |u − c|².</summary>
/// <param name="Weight">The weight.</param>
public sealed record Tikhonov(double Weight = 1) : RegulariserDesign
{
    /// <summary>The centre c; none for 0.</summary>
    public ImmutableArray<Real> Centre { get; init; } = [];

    /// <inheritdoc/>
    public override Regulariser On(ImageShape shape)
    {
        if (Centre.IsDefaultOrEmpty)
        {
            return Regulariser.SquaredNorm(shape.Pixels, Weight);
        }

        return Centre.Length == shape.Pixels
            ? Regulariser.SquaredDistance(Weight, Centre.AsSpan())
            : throw new ArgumentException($"The centre of the Tikhonov regulariser has {Centre.Length} values, not the {shape.Pixels} of {shape}; give one of that shape.");
    }
}
