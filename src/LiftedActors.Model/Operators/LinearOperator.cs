using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Operators;

/// <summary>A linear map A from images to data, with its adjoint and a bound of its norm.</summary>
/// <remarks>
/// <para>⟨A x, y⟩ = ⟨x, Aᵀ y⟩ for all x and y; ‖A x‖ ≤ <see cref="NormBound"/> ‖x‖.</para>
/// <para>Instances are immutable and may be used by several threads.</para>
/// </remarks>
public abstract class LinearOperator : OperatorFamily
{
    /// <summary>Creates an operator that acts on images of the shape <paramref name="shape"/>.</summary>
    protected LinearOperator(ImageShape shape)
        : base(shape)
    {
    }

    /// <summary>The length of the image vector x.</summary>
    public int InputSize => Shape.Pixels;

    /// <summary>The length of the data vector A x.</summary>
    public virtual int OutputSize => Shape.Pixels;

    /// <summary>An upper bound of the spectral norm ‖A‖.</summary>
    public abstract double NormBound { get; }

    /// <inheritdoc/>
    public sealed override LinearOperator At(int sample)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        return this;
    }

    /// <summary>Overwrites <paramref name="result"/> with A x.</summary>
    /// <param name="image">x, of <see cref="InputSize"/> values.</param>
    /// <param name="result">A x, of <see cref="OutputSize"/> values; must not overlap <paramref name="image"/>.</param>
    /// <exception cref="ArgumentException">A length differs, or the two overlap.</exception>
    public void Apply(ReadOnlySpan<Real> image, Span<Real> result)
    {
        Check(image, InputSize, result, OutputSize);
        ApplyCore(image, result);
    }

    /// <summary>Overwrites <paramref name="result"/> with Aᵀ y.</summary>
    /// <param name="data">y, of <see cref="OutputSize"/> values.</param>
    /// <param name="result">Aᵀ y, of <see cref="InputSize"/> values; must not overlap <paramref name="data"/>.</param>
    /// <exception cref="ArgumentException">A length differs, or the two overlap.</exception>
    public void ApplyAdjoint(ReadOnlySpan<Real> data, Span<Real> result)
    {
        Check(data, OutputSize, result, InputSize);
        ApplyAdjointCore(data, result);
    }

    /// <summary>Sets to zero the entries of a data vector that the operator never observes (rows of A that are zero by design).</summary>
    /// <remarks>Nothing to do for most operators; for a mask the missing pixels carry no noise.</remarks>
    public virtual void RestrictToObserved(Span<Real> data)
    {
    }

    /// <summary>A x; lengths are checked already.</summary>
    protected abstract void ApplyCore(ReadOnlySpan<Real> image, Span<Real> result);

    /// <summary>Aᵀ y; lengths are checked already.</summary>
    protected abstract void ApplyAdjointCore(ReadOnlySpan<Real> data, Span<Real> result);

    private void Check(ReadOnlySpan<Real> source, int sourceSize, Span<Real> result, int resultSize)
    {
        if (source.Length != sourceSize || result.Length != resultSize)
        {
            throw new ArgumentException(
                $"{GetType().Name} on {Shape} images maps {sourceSize} values to {resultSize}, but was given {source.Length} and {result.Length}.");
        }

        if (source.Overlaps(result))
        {
            throw new ArgumentException($"{GetType().Name} cannot work in place: pass two separate buffers.");
        }
    }
}
