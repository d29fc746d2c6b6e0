using System.Collections.Immutable;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Networks;

/// <summary>
/// A network in the unified block form z = σ(W u + b), M u = V z + c, N = K u with u = (u_0, …, u_L) and z = (z_1, …, z_L): all pre-activations at once, an
/// architecture constraint, and a read-out.
/// </summary>
/// <remarks>
/// <para>Here W = blkdiag(A_1, …, A_L) and a last block column of zeros, M = I, V is the identity below a first block row of zeros, c = (y, 0, …, 0), and K takes
/// the last block. A network whose layers read the input y has it in b. Residual and unrolled networks are chains of such layers whose vectors carry what skips.</para>
/// <para>The constraint is solved by eliminating u, u_0 = y and u_ℓ = z_ℓ, which is the form that the formulations act on. Source: docs/mathematics.md §2.</para>
/// </remarks>
public sealed class UnifiedForm
{
    private readonly Network _network;
    private readonly ImmutableArray<LayerOperator> _operators;
    private readonly IReadOnlyList<LayerParameters> _parameters;
    private readonly Matrix _input;

    /// <summary>Lowers a network at a version of its parameters and an input.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">One version of Θ per layer.</param>
    /// <param name="input">y, samples × n₀.</param>
    public UnifiedForm(Network network, IReadOnlyList<LayerParameters> parameters, Matrix input)
    {
        (_network, _parameters, _input) = (network, parameters, input);
        _operators = [.. network.Layers.Select(layer => ComputeDevice.Host.CreateOperator(layer.Map, input.Rows))];
    }

    /// <summary>c = (y, 0, …, 0).</summary>
    public Matrix[] Constant => [_input, .. _network.Layers.Select(layer => new Matrix(_input.Rows, layer.Map.Outputs))];

    /// <summary>W u + b.</summary>
    /// <param name="u">u_0, …, u_L.</param>
    public Matrix[] Preactivations(IReadOnlyList<Matrix> u) =>
    [
        .. _network.Layers.Select((layer, l) =>
        {
            var x = new Matrix(_input.Rows, layer.Map.Outputs);
            _operators[l].Apply(new LayerInput(u[l], _input), _parameters[l], x);
            return x;
        }),
    ];

    /// <summary>σ(x), block by block.</summary>
    public Matrix[] Activations(IReadOnlyList<Matrix> x) =>
    [
        .. _network.Layers.Select((layer, l) =>
        {
            var z = new Matrix(_input.Rows, layer.Map.Outputs);
            layer.Activation.Activate(x[l], z);
            return z;
        }),
    ];

    /// <summary>V z.</summary>
    public Matrix[] Coupling(IReadOnlyList<Matrix> z) => [new Matrix(_input.Rows, _network.Inputs), .. z];

    /// <summary>Wᵀ e, block by block; the last block is zero.</summary>
    public Matrix[] Adjoint(IReadOnlyList<Matrix> e) =>
    [
        .. _network.Layers.Select((layer, l) =>
        {
            var u = new Matrix(_input.Rows, layer.Map.Inputs);
            _operators[l].ApplyAdjoint(e[l], _parameters[l], u);
            return u;
        }),
        new Matrix(_input.Rows, _network.Outputs),
    ];

    /// <summary>K u.</summary>
    public static Matrix ReadOut(IReadOnlyList<Matrix> u) => u[^1];

    /// <summary>The u with M u = V σ(W u + b) + c, by substitution from the input on: block ℓ of the right side depends on earlier blocks only.</summary>
    public Matrix[] Solve()
    {
        var u = Constant;
        for (var l = 0; l < _network.Depth; l++)
        {
            u[l + 1] = Activations(Preactivations(u))[l];
        }

        return u;
    }
}
