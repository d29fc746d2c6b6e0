using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Regularisers;

/// <summary>Anisotropic total variation, J(u) = weight Σ over pixels of |right − here| + |below − here|.</summary>
/// <param name="Weight">The weight.</param>
public sealed record AnisotropicTotalVariation(double Weight = 1) : RegulariserDesign
{
    /// <inheritdoc/>
    public override Regulariser On(ImageShape shape) => Regulariser.Of(TotalVariation.Of(shape), Weight, L1.Norm);
}
