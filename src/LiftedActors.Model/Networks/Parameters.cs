using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Networks;

/// <summary>
/// The parameters Θ = (W, b) of an affine layer in one flat buffer: W row-major (out × in), then b (out).
/// Updates act on the flat buffer; layers read the parts.
/// </summary>
/// <param name="map">The layer.</param>
public class Parameters(Affine map) : LayerParameters(map), IAffineParameters
{
    /// <summary>Rows of W.</summary>
    public int Outputs => Map.Outputs;

    /// <summary>Columns of W.</summary>
    public int Inputs => Map.Inputs;

    /// <summary>W, out × in; shares the buffer.</summary>
    public Matrix Weights => field ??= Matrix.Over(Buffer, Map.Outputs, Map.Inputs);

    /// <summary>b.</summary>
    public Span<Real> Bias => Buffer.AsSpan(Map.Outputs * Map.Inputs);

    /// <summary>b as a row; shares the buffer.</summary>
    internal Matrix BiasRow => field ??= Matrix.Over(Buffer, Map.Outputs * Map.Inputs, 1, Map.Outputs);

    DeviceMatrix IAffineParameters.Weights => Weights;
}
