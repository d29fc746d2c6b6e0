using LiftedActors.Model.Imaging;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Regularisers;

/// <summary>J(u) = weight |u|₁.</summary>
/// <param name="Weight">The weight.</param>
public sealed record L1(double Weight = 1) : RegulariserDesign
{
    /// <summary>|·|₁: one object, so that sums of it stay one potential.</summary>
    internal static ConvexPotential Norm { get; } = new Separable<SoftThreshold>(new SoftThreshold(1));

    /// <inheritdoc/>
    public override Regulariser On(ImageShape shape) => Regulariser.Of(shape.Pixels, Weight, Norm);
}
