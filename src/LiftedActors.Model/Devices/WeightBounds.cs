namespace LiftedActors.Model.Devices;

/// <summary>Bounds on |A(Θ)|², the squared norm of a layer map in its activations, with the workspace that they need.</summary>
/// <remarks>Source: docs/mathematics.md §5.3.</remarks>
public abstract class WeightBounds
{
    /// <summary>|A(Θ)|² by power iteration from the last singular vector, times a margin. It converges from below, so this is an estimate.</summary>
    public abstract double Estimate(DeviceParameters parameters);

    /// <summary>A bound that |A(Θ)|² never exceeds.</summary>
    public abstract double Certified(DeviceParameters parameters);

    /// <summary>A copy of the vector where the last estimate started; from there it can be repeated to the bit.</summary>
    public abstract Real[] Save();

    /// <summary>The next estimate starts from a saved vector.</summary>
    public abstract void Restore(ReadOnlySpan<Real> start);
}

/// <summary>Bounds on |∂f/∂Θ|² over a batch, the squared norm of a layer map in its parameters, with the workspace that they need.</summary>
public abstract class InputBounds
{
    /// <summary>An estimate by power iteration, times a margin.</summary>
    public abstract double Estimate(LayerInput input, DeviceParameters parameters);

    /// <summary>A bound that holds at every Θ; ∞ where there is none, as for a map that is not affine in Θ.</summary>
    public abstract double Certified(LayerInput input, DeviceParameters parameters);
}
