using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Networks.Structured;

/// <summary>Bounds on |A(Θ)|² of a structured map: power iteration through its expression without y and biases, and a bound from its parts.</summary>
internal sealed class StructuredWeightBounds : WeightBounds
{
    private const double Margin = 1.05;
    private const int ColdIterations = 30;
    private const int WarmIterations = 5;
    private readonly StructuredMap _map;
    private readonly StructuredOperator _operator;
    private readonly Matrix _vector;
    private readonly Matrix _image;
    private readonly Matrix _data;
    private readonly Real[] _start;

    /// <summary>Creates the workspace.</summary>
    public StructuredWeightBounds(StructuredMap map)
    {
        (_map, _operator) = (map, map.CreateOperator(1));
        (_vector, _image) = (new Matrix(1, map.Inputs), new Matrix(1, map.Outputs));
        _data = new Matrix(1, DataWidth(map));
        _start = new Real[map.Inputs];
    }

    /// <summary>The memory of the workspace.</summary>
    public static Footprint Footprint(StructuredMap map) => StructuredOperator.Footprint(map, 1)
        + (2 * Matrix.Footprint(Kernels.Footprint.Norms, 1, map.Inputs))
        + Matrix.Footprint(Kernels.Footprint.Norms, 1, DataWidth(map))
        + Matrix.Footprint(Kernels.Footprint.Norms, 1, map.Outputs);

    public override double Estimate(DeviceParameters parameters)
    {
        _vector.Values.CopyTo(_start);
        var iterations = WarmIterations;
        if (VectorKernels.SquaredNorm(_vector.Values) == 0)
        {
            iterations = ColdIterations;
            StartingVector.Fill(_vector.Values);
        }

        var squared = 0.0;
        for (var k = 0; k < iterations; k++)
        {
            var length = VectorKernels.SquaredNorm(_vector.Values);
            if (length == 0)
            {
                return 0;
            }

            VectorKernels.Scale(_vector.Values, (Real)(1 / Math.Sqrt(length)), _vector.Values);
            _operator.ApplyWithoutBias(new LayerInput(_vector, _data), parameters, _image);
            squared = VectorKernels.SquaredNorm(_image.Values);
            _operator.ApplyAdjoint(_image, parameters, _vector);
        }

        return Margin * squared;
    }

    /// <summary>|K v| ≤ |K||v|, |Σ cᵢvᵢ| ≤ Σ |cᵢ||vᵢ|, and the root of the squares where vectors stand side by side.</summary>
    public override double Certified(DeviceParameters parameters)
    {
        var (theta, norms) = ((StructuredParameters)parameters, new Dictionary<Expression, double>(ReferenceEqualityComparer.Instance));
        foreach (var node in _map.Nodes)
        {
            norms[node] = node switch
            {
                Below => 1,
                Image image => Math.Sqrt(image.Operation.CertifiedSquaredNorm(theta.FormOf(image.Operation))) * norms[image.Of],
                Combination combination => combination.Terms.Sum(term => Math.Abs(term.Weight) * norms[term.Of]),
                Concatenation concatenation => Math.Sqrt(concatenation.Of.Sum(part => norms[part] * norms[part])),
                Slice slice => norms[slice.Of],
                _ => 0,
            };
        }

        return norms[_map.Expression] * norms[_map.Expression];
    }

    private static int DataWidth(StructuredMap map) => map.Nodes.OfType<NetworkInput>().Select(node => node.Width).FirstOrDefault();

    public override Real[] Save() => (Real[])_start.Clone();

    public override void Restore(ReadOnlySpan<Real> start) => start.CopyTo(_vector.Values);
}

/// <summary>
/// Bounds on |∂f/∂Θ|² of a structured map that is affine in Θ: power iteration through f(z, δ) − f(z, 0) and its adjoint, and a bound from the
/// sizes of what each tensor acts on. A map that is not affine in Θ has no bound that holds at every Θ.
/// </summary>
internal sealed class StructuredInputBounds : InputBounds
{
    private const double Margin = 1.05;
    private const int Iterations = 20;
    private readonly StructuredMap _map;
    private readonly StructuredOperator _operator;
    private readonly LayerParameters _direction;
    private readonly LayerParameters _gradient;
    private readonly Matrix _origin;
    private readonly Matrix _image;

    /// <summary>Creates the workspace.</summary>
    public StructuredInputBounds(StructuredMap map, int capacity)
    {
        (_map, _operator) = (map, map.CreateOperator(capacity));
        (_direction, _gradient) = (map.CreateParameters(), map.CreateGradient());
        (_origin, _image) = (new Matrix(capacity, map.Outputs), new Matrix(capacity, map.Outputs));
    }

    /// <summary>The memory of the workspace.</summary>
    public static Footprint Footprint(StructuredMap map, int capacity) => StructuredOperator.Footprint(map, capacity)
        + map.ParametersFootprint
        + LayerParameters.Footprint(Kernels.Footprint.Norms, map)
        + (2 * Matrix.Footprint(Kernels.Footprint.Norms, capacity, map.Outputs));

    public override double Estimate(LayerInput input, DeviceParameters parameters)
    {
        if (!_map.IsAffineInParameters)
        {
            return double.PositiveInfinity;
        }

        _direction.Values.Clear();
        _direction.Pack();
        _operator.Apply(input, _direction, _origin);
        StartingVector.Fill(_direction.Values);
        var squared = 0.0;
        for (var k = 0; k < Iterations; k++)
        {
            var length = VectorKernels.SquaredNorm(_direction.Values);
            if (length == 0)
            {
                return 0;
            }

            VectorKernels.Scale(_direction.Values, (Real)(1 / Math.Sqrt(length)), _direction.Values);
            _direction.Pack();
            _operator.Apply(input, _direction, _image);
            VectorKernels.Combine(_image.Values, -1, _origin.Values, _image.Values);
            squared = VectorKernels.SquaredNorm(_image.Values);
            _operator.Correlate(_image, input, _direction, _gradient);
            _gradient.Values.CopyTo(_direction.Values);
        }

        return Margin * squared;
    }

    /// <summary>|Σ Jᵢδᵢ|² ≤ (Σ |Jᵢ|²)|δ|², a tensor that acts on v with |J|² ≤ c|v|², a bias that is repeated over s samples of p positions with |J|² = sp.</summary>
    public override double Certified(LayerInput input, DeviceParameters parameters)
    {
        if (!_map.IsAffineInParameters)
        {
            return double.PositiveInfinity;
        }

        var outer = OuterNorms((StructuredParameters)parameters);
        _operator.Apply(input, parameters, _image);
        var total = 0.0;
        for (var i = 0; i < _map.Nodes.Length; i++)
        {
            total += _map.Nodes[i] switch
            {
                Image { Operation.Tensor: not null } image => outer[i] * image.Operation.SquaredSensitivity * _operator.SquaredNormOf(image.Of),
                Bias bias => outer[i] * bias.Positions * input.Activations.Rows,
                _ => 0,
            };
        }

        return total;
    }

    /// <summary>For every node a bound of |∂x/∂node|², from the root down.</summary>
    private double[] OuterNorms(StructuredParameters theta)
    {
        var norms = new double[_map.Nodes.Length];
        norms[^1] = 1;
        for (var i = norms.Length - 1; i >= 0; i--)
        {
            var parts = _map.Nodes[i].Parts;
            for (var p = 0; p < parts.Length; p++)
            {
                var factor = _map.Nodes[i] switch
                {
                    Image image => Math.Sqrt(image.Operation.CertifiedSquaredNorm(theta.FormOf(image.Operation))),
                    Combination combination => Math.Abs(combination.Terms[p].Weight),
                    _ => 1,
                };
                norms[_map.IndexOf(parts[p])] += norms[i] * factor;
            }
        }

        return [.. norms.Select(norm => norm * norm)];
    }
}

/// <summary>Where a power iteration starts: a fixed vector that no structured map is likely to cancel.</summary>
internal static class StartingVector
{
    /// <summary>Writes the vector.</summary>
    public static void Fill(Span<Real> vector)
    {
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = (Real)(1 + (i % 7) - (0.5 * (i % 3)) - (3.1 * (i % 2)));
        }
    }
}
