using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Networks;

/// <summary>
/// The parameters Θ = (W, b) of one layer in one flat buffer: W row-major (out × in), then b (out).
/// Updates act on the flat buffer; layers read the parts.
/// </summary>
public sealed class Parameters : DeviceParameters
{
    private readonly Real[] _values;

    /// <summary>Creates zero parameters.</summary>
    /// <param name="outputs">Rows of W and length of b.</param>
    /// <param name="inputs">Columns of W.</param>
    public Parameters(int outputs, int inputs)
    {
        _values = new Real[checked((outputs * inputs) + outputs)];
        (Outputs, Inputs) = (outputs, inputs);
        Flat = Matrix.Over(_values, 1, _values.Length);
        Weights = Matrix.Over(_values, outputs, inputs);
    }

    /// <summary>The memory of the parameters of a layer, or of a gradient.</summary>
    public static Footprint Footprint(string part, Affine map) => Kernels.Footprint.OfArray<Real>(part, map.ParameterCount);

    /// <summary>Rows of W.</summary>
    public int Outputs { get; }

    /// <summary>Columns of W.</summary>
    public int Inputs { get; }

    /// <summary>W and b, flat.</summary>
    public Span<Real> Values => _values;

    internal Real[] Buffer => _values;

    /// <inheritdoc/>
    public override Matrix Flat { get; }

    /// <inheritdoc/>
    public override Matrix Weights { get; }

    /// <summary>b.</summary>
    public Span<Real> Bias => _values.AsSpan(Outputs * Inputs);
}
