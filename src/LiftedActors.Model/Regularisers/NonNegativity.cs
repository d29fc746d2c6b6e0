using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Regularisers;

/// <summary>The indicator of u ≥ 0.</summary>
public sealed record NonNegativity : RegulariserDesign
{
    /// <inheritdoc/>
    public override Regulariser On(ImageShape shape) => Regulariser.Interval(shape.Pixels, 0, double.PositiveInfinity);
}
