using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Regularisers;

/// <summary>J(u) = weight |u|₁ + curvature/2 |u|².</summary>
/// <param name="Weight">The weight of the absolute values.</param>
/// <param name="Curvature">The weight of the squares.</param>
/// <remarks>Source: Zou and Hastie (2005).</remarks>
public sealed record ElasticNet(double Weight = 1, double Curvature = 1) : RegulariserDesign
{
    /// <inheritdoc/>
    public override Regulariser On(ImageShape shape) => new L1(Weight).On(shape) + new Tikhonov(Curvature).On(shape);
}
