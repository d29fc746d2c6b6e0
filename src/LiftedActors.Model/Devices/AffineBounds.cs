namespace LiftedActors.Model.Devices;

/// <summary>|A(Θ)|² = |W|².</summary>
/// <param name="bounds">The bounds of matrices of the size of W.</param>
internal sealed class AffineWeightBounds(SpectralBounds bounds) : WeightBounds
{
    public override double Estimate(DeviceParameters parameters) => bounds.Estimate(((IAffineParameters)parameters).Weights);

    public override double Certified(DeviceParameters parameters) => bounds.Certified(((IAffineParameters)parameters).Weights);

    public override Real[] Save() => bounds.Save();

    public override void Restore(ReadOnlySpan<Real> start) => bounds.Restore(start);
}

/// <summary>|∂f/∂Θ|² = |[Z, 1]|² ≤ |Z|² + samples.</summary>
/// <param name="bounds">The bounds of matrices of the size of a batch Z.</param>
internal sealed class AffineInputBounds(SpectralBounds bounds) : InputBounds
{
    public override double Estimate(LayerInput input, DeviceParameters parameters)
    {
        // Another batch has nothing to do with the last one.
        bounds.Restart();
        return bounds.Estimate(input.Activations) + input.Activations.Rows;
    }

    public override double Certified(LayerInput input, DeviceParameters parameters) =>
        bounds.Certified(input.Activations) + input.Activations.Rows;
}
