using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Operators;

/// <summary>What happened to an image before we saw it: y_i = A_i x_i + σ n_i with n_i standard normal.</summary>
/// <remarks>
/// <para>n_i is drawn from the stream (seed, "noise", i), so a sample's data depend on its index alone and not on which others are made, in
/// which order or on which shard. Entries that A_i never observes (missing pixels) stay zero.</para>
/// <para>Different sets of one experiment must use different indices (test images numbered after the training images, say), or they share noise.</para>
/// </remarks>
public sealed record Degradation
{
    /// <summary>A degradation by <paramref name="operators"/> and noise of standard deviation <paramref name="noise"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="noise"/> is negative or not finite.</exception>
    public Degradation(OperatorFamily operators, double noise, long seed)
    {
        if (!(noise >= 0 && double.IsFinite(noise)))
        {
            throw new ArgumentException($"Noise of standard deviation {noise} is not defined: give a number from 0.");
        }

        (Operators, Noise, Seed) = (operators, noise, seed);
    }

    /// <summary>The operators A_i.</summary>
    public OperatorFamily Operators { get; }

    /// <summary>The standard deviation σ, in units of the grey range [0, 1].</summary>
    public double Noise { get; }

    /// <summary>The seed of the noise.</summary>
    public long Seed { get; }

    /// <summary>Overwrites <paramref name="degraded"/> with the data of sample <paramref name="sample"/>; values are not clamped.</summary>
    /// <exception cref="ArgumentException">A length does not fit the operator.</exception>
    public void Apply(int sample, ReadOnlySpan<Real> clean, Span<Real> degraded)
    {
        var forward = Operators.At(sample);
        forward.Apply(clean, degraded);
        if (Noise == 0)
        {
            return;
        }

        var stream = new RandomStream(Seed, "noise", sample);
        for (var i = 0; i < degraded.Length; i++)
        {
            degraded[i] += (Real)(Noise * stream.Gaussian());
        }

        forward.RestrictToObserved(degraded);
    }

    /// <summary>Degrades the rows of a samples × pixels array, numbered from <paramref name="firstSample"/>.</summary>
    /// <exception cref="ArgumentException">The arrays do not hold the same whole number of images.</exception>
    public void ApplyToAll(int firstSample, ReadOnlySpan<Real> clean, Span<Real> degraded)
    {
        var pixels = Operators.Shape.Pixels;
        var outputs = Operators.At(firstSample).OutputSize;
        if (clean.Length % pixels != 0 || degraded.Length % outputs != 0 || clean.Length / pixels != degraded.Length / outputs)
        {
            throw new ArgumentException(
                $"{clean.Length} clean and {degraded.Length} degraded values are not the same number of images of {Operators.Shape} pixels.");
        }

        for (var i = 0; i < clean.Length / pixels; i++)
        {
            Apply(firstSample + i, clean.Slice(i * pixels, pixels), degraded.Slice(i * outputs, outputs));
        }
    }
}
