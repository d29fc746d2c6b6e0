using LiftedActors.Model.Devices;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Networks.Structured;
using LiftedActors.Model.Operators;

namespace LiftedActors.Model.Inversion;

/// <summary>The linear part A of a layer map f(z, Θ) = A z + b, such as a convolution, as an operator.</summary>
/// <remarks>A z is f(z, Θ) with its biases set to 0, as f(z, Θ) − b would cancel. The map's workspace serves one sample at a time, so that threads wait for one another.</remarks>
internal sealed class LayerMapOperator : LinearOperator
{
    private readonly Lock _turn = new();
    private readonly StructuredOperator _operator;
    private readonly LayerParameters _parameters;
    private readonly Matrix _input;
    private readonly Matrix _output;
    private readonly Real[] _offset;

    public LayerMapOperator(StructuredMap map, LayerParameters parameters)
        : base(new ImageShape(1, map.Inputs))
    {
        if (map.ReadsData)
        {
            throw new ArgumentException("A layer that reads the input of the network cannot be inverted by itself; invert a layer that depends on the activations below alone.", nameof(map));
        }

        for (var i = 0; i < parameters.Values.Length; i++)
        {
            if (!Real.IsFinite(parameters.Values[i]))
            {
                throw new ArgumentException($"Parameter {i} of the layer is {parameters.Values[i]}; give finite weights.", nameof(parameters));
            }
        }

        (_parameters, _operator) = (parameters, map.CreateOperator(1));
        (_input, _output) = (new Matrix(1, map.Inputs), new Matrix(1, map.Outputs));
        NormBound = Math.Sqrt(map.CreateWeightBounds().Certified(parameters));
        _operator.Apply(new LayerInput(_input, _input), parameters, _output);
        _offset = _output.Values.ToArray();
    }

    /// <summary>b = f(0, Θ).</summary>
    public ReadOnlySpan<Real> Offset => _offset;

    public override int OutputSize => _output.Columns;

    public override double NormBound { get; }

    protected override void ApplyCore(ReadOnlySpan<Real> image, Span<Real> result)
    {
        lock (_turn)
        {
            image.CopyTo(_input.Values);
            _operator.ApplyWithoutBias(new LayerInput(_input, _input), _parameters, _output);
            _output.Values.CopyTo(result);
        }
    }

    protected override void ApplyAdjointCore(ReadOnlySpan<Real> data, Span<Real> result)
    {
        lock (_turn)
        {
            data.CopyTo(_output.Values);
            _operator.ApplyAdjoint(_output, _parameters, _input);
            _input.Values.CopyTo(result);
        }
    }
}
