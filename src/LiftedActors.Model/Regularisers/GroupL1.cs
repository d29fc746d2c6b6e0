using LiftedActors.Model.Imaging;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Regularisers;

/// <summary>J(u) = weight Σ_g |u_g| over groups of consecutive values (group lasso).</summary>
/// <param name="Weight">The weight.</param>
/// <param name="Size">The values of a group; the last one may be smaller.</param>
public sealed record GroupL1(double Weight = 1, int Size = 2) : RegulariserDesign
{
    /// <inheritdoc/>
    public override Regulariser On(ImageShape shape) => Regulariser.Of(shape.Pixels, Weight, new GroupSoftThreshold(1, Size));
}
