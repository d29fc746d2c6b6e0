using LiftedActors.Model.Imaging;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Regularisers;

/// <summary>Huber total variation, J(u) = weight Σ over pixels of h(|(∇u)_pixel|), h(r) = r²/(2δ) up to δ and r − δ/2 beyond: smooth ramps stay ramps.</summary>
/// <param name="Weight">The weight.</param>
/// <param name="Width">The width δ.</param>
public sealed record HuberTotalVariation(double Weight = 1, double Width = 0.05) : RegulariserDesign
{
    /// <inheritdoc/>
    public override Regulariser On(ImageShape shape)
    {
        var differences = TotalVariation.Of(shape);
        return Regulariser.Of(differences, Weight, new GroupHuber(Width, differences is Gradient ? Gradient.Components : 1));
    }
}
