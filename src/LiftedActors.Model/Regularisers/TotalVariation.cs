using LiftedActors.Model.Imaging;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Regularisers;

/// <summary>Isotropic total variation, J(u) = weight Σ over pixels of |(∇u)_pixel|; on a signal weight Σ |u_{i+1} − u_i|.</summary>
/// <param name="Weight">The weight.</param>
/// <remarks>Source: Rudin, Osher and Fatemi (1992).</remarks>
public sealed record TotalVariation(double Weight = 1) : RegulariserDesign
{
    /// <inheritdoc/>
    public override Regulariser On(ImageShape shape)
    {
        var differences = Of(shape);
        return Regulariser.Of(differences, Weight, differences is Gradient ? new GroupSoftThreshold(1, Gradient.Components) : L1.Norm);
    }

    /// <summary>The differences of images of a shape: those of a signal where one side is a single pixel.</summary>
    internal static LinearOperator Of(ImageShape shape) => shape.Height == 1 || shape.Width == 1 ? new Differences(shape.Pixels) : new Gradient(shape);
}
