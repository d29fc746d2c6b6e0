using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving;

namespace LiftedActors.Model.Blocks;

/// <summary>
/// The Newton system of a dense layer with quadratic terms, the same for every output: (G + ∇²h) w = b, G = (1/s) Σ μ[Z, 1]ᵀ[Z, 1], by Cholesky's factorisation in double.
/// </summary>
/// <remarks>
/// G is made from products in single precision. Ten of its roundings are added to the diagonal, so that no direction is divided by what only rounding put there; the
/// Newton steps, each with a gradient of its own, take away what that costs. Cost: s n² + n³/3, and 2n² for each output and step. On the host only.
/// </remarks>
internal sealed class RidgeRegression
{
    private const int MaximumTrials = 8;
    private static readonly double Rounding = 10 * Wide.Epsilon;

    private readonly ParameterSetting _setting;
    private readonly Parameters _product;
    private readonly double[][] _factor;
    private readonly double[][] _columns;
    private bool _isFactored;

    public RidgeRegression(ParameterSetting setting)
    {
        var (inputs, outputs) = (setting.Map.Inputs, setting.Map.Outputs);
        _setting = setting;
        _product = new Parameters(new Affine(inputs, inputs));
        _factor = [.. Enumerable.Range(0, inputs + 1).Select(_ => new double[inputs + 1])];
        _columns = [.. Enumerable.Range(0, inputs + 1).Select(_ => new double[outputs])];
    }

    /// <summary>Whether the layer is dense and its terms are quadratic.</summary>
    public static bool Serves(ParameterSetting setting) =>
        setting.Map is Affine && ReferenceEquals(setting.Device, ComputeDevice.Host) && setting.Terms.All(of => of.Term.Penalty.IsQuadratic);

    /// <summary>The memory of the factor.</summary>
    public static Footprint Footprint(ParameterSetting setting) => !Serves(setting) ? Kernels.Footprint.Nothing
        : LayerParameters.Footprint(Kernels.Footprint.UpdateMemory, new Affine(setting.Map.Inputs, setting.Map.Inputs))
            + ((setting.Map.Inputs + 1) * (Kernels.Footprint.OfArray<double>(Kernels.Footprint.UpdateMemory, setting.Map.Inputs + 1)
                + Kernels.Footprint.OfArray<double>(Kernels.Footprint.UpdateMemory, setting.Map.Outputs)));

    /// <summary>The samples are others now.</summary>
    public void Forget() => _isFactored = false;

    /// <summary>Solves the system.</summary>
    /// <param name="inputs">Z of every term.</param>
    /// <param name="right">b in the shape of Θ.</param>
    /// <param name="solution">Receives w.</param>
    /// <returns>Whether G could be factored; it can unless it is not finite.</returns>
    public bool TrySolve(LayerInput[] inputs, DeviceMatrix right, DeviceMatrix solution)
    {
        if (!_isFactored && !TryFactor(inputs))
        {
            return false;
        }

        _isFactored = true;
        var map = _setting.Map;
        Span<Real> from = ((Matrix)right).Values, to = ((Matrix)solution).Values;
        for (var row = 0; row < map.Outputs; row++)
        {
            for (var j = 0; j <= map.Inputs; j++)
            {
                _columns[j][row] = from[Place(row, j)];
            }
        }

        Cholesky.Solve(_factor, _columns);
        for (var row = 0; row < map.Outputs; row++)
        {
            for (var j = 0; j <= map.Inputs; j++)
            {
                to[Place(row, j)] = (Real)_columns[j][row];
            }
        }

        return true;

        // Weights by rows, then the bias.
        int Place(int row, int j) => j < map.Inputs ? (row * map.Inputs) + j : (map.Outputs * map.Inputs) + row;
    }

    private bool TryFactor(LayerInput[] inputs)
    {
        var ridge = 0.0;
        for (var trial = 0; trial < MaximumTrials; trial++)
        {
            var trace = Assemble(inputs);
            ridge = trial == 0 ? Rounding * trace : 10 * ridge;
            for (var j = 0; j < _factor.Length; j++)
            {
                _factor[j][j] += ridge;
            }

            if (Cholesky.TryFactor(_factor))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes the lower triangle of G + ∇²h.</summary>
    /// <returns>The trace of G.</returns>
    private double Assemble(LayerInput[] inputs)
    {
        var (n, samples) = (_setting.Map.Inputs, 0);
        foreach (var input in inputs)
        {
            samples += input.Activations.Rows;
        }

        foreach (var row in _factor)
        {
            Array.Clear(row);
        }

        for (var i = 0; i < inputs.Length; i++)
        {
            var z = (Matrix)inputs[i].Activations;
            var share = _setting.Terms[i].Term.Penalty.Weight / samples;
            Affine.Correlate(z, z, _product);
            for (var row = 0; row < n; row++)
            {
                var squares = _product.Weights.Row(row);
                for (var j = 0; j <= row; j++)
                {
                    _factor[row][j] += share * squares[j];
                }

                _factor[n][row] += share * _product.Bias[row];
            }

            _factor[n][n] += share * z.Rows;
        }

        var trace = 0.0;
        for (var j = 0; j <= n; j++)
        {
            trace += _factor[j][j];
            _factor[j][j] += (1 / _setting.ProximalStep) + (j < n ? _setting.Penalty.Decay : 0);
        }

        return trace;
    }
}
