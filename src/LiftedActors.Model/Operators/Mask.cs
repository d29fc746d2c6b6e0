using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Operators;

/// <summary>Keeps some pixels and sets the missing ones to zero: the forward operator of inpainting with a known mask.</summary>
/// <remarks>A x = m ⊙ x with m in {0, 1}ⁿ; an orthogonal projection, so Aᵀ = A and ‖A‖ is 1, or 0 if nothing is kept.</remarks>
public sealed class Mask : LinearOperator
{
    private readonly bool[] _kept;

    /// <summary>A mask of <paramref name="shape"/> images that keeps the pixels where <paramref name="kept"/> is true.</summary>
    /// <exception cref="ArgumentException">The length of <paramref name="kept"/> differs from the number of pixels.</exception>
    public Mask(ImageShape shape, ReadOnlySpan<bool> kept)
        : base(shape)
    {
        if (kept.Length != shape.Pixels)
        {
            throw new ArgumentException($"A mask of {kept.Length} values does not fit {shape} images.", nameof(kept));
        }

        _kept = kept.ToArray();
        NormBound = kept.Contains(true) ? 1 : 0;
    }

    /// <inheritdoc/>
    public override double NormBound { get; }

    /// <summary>Which pixels are kept, row after row.</summary>
    public ReadOnlySpan<bool> Kept => _kept;

    /// <inheritdoc/>
    public override void RestrictToObserved(Span<Real> data)
    {
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = _kept[i] ? data[i] : 0;
        }
    }

    /// <inheritdoc/>
    protected override void ApplyCore(ReadOnlySpan<Real> image, Span<Real> result)
    {
        image.CopyTo(result);
        RestrictToObserved(result);
    }

    /// <inheritdoc/>
    protected override void ApplyAdjointCore(ReadOnlySpan<Real> data, Span<Real> result) => ApplyCore(data, result);
}
