using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Operators;

/// <summary>The identity, A x = x: the forward operator of denoising.</summary>
[ForwardOperator("identity")]
public sealed class IdentityOperator : LinearOperator, IWideOperator
{
    /// <summary>The identity on images of the shape <paramref name="shape"/>.</summary>
    public IdentityOperator(ImageShape shape)
        : base(shape)
    {
    }

    /// <inheritdoc/>
    public override double NormBound => 1;

    void IWideOperator.Apply(ReadOnlySpan<double> image, Span<double> result) => image.CopyTo(result);

    void IWideOperator.ApplyAdjoint(ReadOnlySpan<double> data, Span<double> result) => data.CopyTo(result);

    /// <inheritdoc/>
    protected override void ApplyCore(ReadOnlySpan<Real> image, Span<Real> result) => image.CopyTo(result);

    /// <inheritdoc/>
    protected override void ApplyAdjointCore(ReadOnlySpan<Real> data, Span<Real> result) => data.CopyTo(result);
}
