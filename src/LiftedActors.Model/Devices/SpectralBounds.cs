namespace LiftedActors.Model.Devices;

/// <summary>Bounds on |A|² = λ_max(AᵀA) for matrices of one size on one device, with the workspace that they need.</summary>
/// <remarks>Source: docs/mathematics.md §5.3.</remarks>
public abstract class SpectralBounds
{
    /// <summary>
    /// |A|² by power iteration from the last singular vector, times a margin. It converges from below, so this is an estimate.
    /// </summary>
    public abstract double Estimate(DeviceMatrix a);

    /// <summary>The bound min(|A|²_F, |A|₁|A|_∞) ≥ |A|², from sums in double.</summary>
    public abstract double Certified(DeviceMatrix a);

    /// <summary>Forgets the singular vector, for a matrix that has nothing to do with the last one.</summary>
    public abstract void Restart();

    /// <summary>A copy of the vector where the last estimate started; from there it can be repeated to the bit.</summary>
    public abstract Real[] Save();

    /// <summary>The next estimate starts from a saved vector.</summary>
    public abstract void Restore(ReadOnlySpan<Real> start);
}
