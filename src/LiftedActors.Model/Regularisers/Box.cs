using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Regularisers;

/// <summary>The indicator of lower ≤ u ≤ upper.</summary>
/// <param name="Lower">The lower end.</param>
/// <param name="Upper">The upper end.</param>
public sealed record Box(double Lower = 0, double Upper = 1) : RegulariserDesign
{
    /// <inheritdoc/>
    public override Regulariser On(ImageShape shape) => Regulariser.Interval(shape.Pixels, Lower, Upper);
}
