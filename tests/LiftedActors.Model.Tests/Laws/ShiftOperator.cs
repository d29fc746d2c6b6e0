using LiftedActors.Model.Imaging;
using LiftedActors.Model.Operators;

namespace LiftedActors.Model.Tests.Laws;

/// <summary>Shifts an image by one pixel; what leaves it is lost, in the adjoint too, unless that wraps around by mistake.</summary>
internal sealed class ShiftOperator(ImageShape shape, double bound, bool wraps) : LinearOperator(shape)
{
    public override double NormBound => bound;

    protected override void ApplyCore(ReadOnlySpan<Real> image, Span<Real> result)
    {
        image[..^1].CopyTo(result[1..]);
        result[0] = 0;
    }

    protected override void ApplyAdjointCore(ReadOnlySpan<Real> data, Span<Real> result)
    {
        data[1..].CopyTo(result);
        result[^1] = wraps ? data[^1] : 0;
    }
}
