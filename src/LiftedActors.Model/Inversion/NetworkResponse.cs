using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;

namespace LiftedActors.Model.Inversion;

/// <summary>A pre-trained network u ↦ N(u) of one sample, with its derivative along a direction and the adjoint of that, by back-propagation: what the baselines need, and lifted inversion does not.</summary>
/// <remarks>
/// N′(u)d = ∂σ_L A_L ⋯ ∂σ_1 A_1 d at the point that was evaluated last. ∂σ is symmetric, the second derivative of φ*, so that the chain rule through an activation serves both ways.
/// An instance holds the pre-activations of its last evaluation and belongs to one iteration.
/// </remarks>
public sealed class NetworkResponse
{
    private const int NormIterations = 12;
    private const double NormMargin = 1.1;

    private readonly SingleLayer[] _layers;
    private readonly Real[][] _preactivations;
    private readonly Real[][] _activations;
    private readonly Real[][] _directions;
    private Real[] _leading;

    /// <summary>Creates the buffers.</summary>
    /// <param name="layers">The layers, from the input up.</param>
    /// <exception cref="ArgumentException">There is no layer, or the widths do not fit.</exception>
    public NetworkResponse(params IReadOnlyList<SingleLayer> layers)
    {
        if (layers.Count == 0)
        {
            throw new ArgumentException("A network needs at least one layer.", nameof(layers));
        }

        for (var l = 1; l < layers.Count; l++)
        {
            if (layers[l].Inputs != layers[l - 1].Outputs)
            {
                throw new ArgumentException($"Layer {l + 1} takes {layers[l].Inputs} values, but layer {l} gives {layers[l - 1].Outputs}.", nameof(layers));
            }
        }

        _layers = [.. layers];
        _preactivations = [.. layers.Select(layer => new Real[layer.Outputs])];
        _activations = [.. layers.Select(layer => new Real[layer.Outputs])];
        _directions = [new Real[layers[0].Inputs], .. layers.Select(layer => new Real[layer.Outputs])];
        _leading = [.. Enumerable.Repeat((Real)1, layers[0].Inputs)];
    }

    /// <summary>The values of u.</summary>
    public int Inputs => _layers[0].Inputs;

    /// <summary>The values of N(u).</summary>
    public int Outputs => _layers[^1].Outputs;

    /// <summary>The response of a network.</summary>
    /// <param name="network">The network; no layer reads its input beside the activations below.</param>
    /// <param name="parameters">One version of Θ per layer, packed; not copied.</param>
    /// <exception cref="ArgumentException">A weight is not finite, or the network is an unrolled one.</exception>
    public static NetworkResponse Of(Network network, IReadOnlyList<LayerParameters> parameters) =>
        new([.. network.Layers.Select((layer, l) => SingleLayer.Of(layer, parameters[l]))]);

    /// <summary>N(u); it stands until the next call.</summary>
    public ReadOnlySpan<Real> Evaluate(ReadOnlySpan<Real> u)
    {
        for (var l = 0; l < _layers.Length; l++)
        {
            _layers[l].Preactivate(l == 0 ? u : _activations[l - 1], _preactivations[l]);
            _layers[l].Activation.Activate(_preactivations[l], _activations[l]);
        }

        return _activations[^1];
    }

    /// <summary>N′(u)ᵀe at the point that was evaluated last.</summary>
    /// <param name="error">e.</param>
    /// <param name="gradient">Receives the gradient.</param>
    public void PullBack(ReadOnlySpan<Real> error, Span<Real> gradient)
    {
        error.CopyTo(_directions[^1]);
        for (var l = _layers.Length - 1; l >= 0; l--)
        {
            _layers[l].Activation.PullBack(_preactivations[l], _activations[l], _directions[l + 1], _directions[l + 1]);
            _layers[l].Operator.ApplyAdjoint(_directions[l + 1], _directions[l]);
        }

        _directions[0].CopyTo(gradient);
    }

    /// <summary>N′(u)d at the point that was evaluated last; it stands until the next call.</summary>
    public ReadOnlySpan<Real> PushForward(ReadOnlySpan<Real> direction)
    {
        direction.CopyTo(_directions[0]);
        for (var l = 0; l < _layers.Length; l++)
        {
            _layers[l].Operator.Apply(_directions[l], _directions[l + 1]);
            _layers[l].Activation.PullBack(_preactivations[l], _activations[l], _directions[l + 1], _directions[l + 1]);
        }

        return _directions[^1];
    }

    /// <summary>An estimate of |N′(u)|² at the point that was evaluated last, by power iteration from the last leading vector, with a margin; 0 where the derivative vanishes.</summary>
    public double SquaredDerivativeNorm()
    {
        var squared = 0.0;
        for (var k = 0; k < NormIterations; k++)
        {
            var length = VectorKernels.SquaredNorm(_leading);
            if (length == 0)
            {
                _leading = [.. Enumerable.Repeat((Real)1, Inputs)];
                return 0;
            }

            VectorKernels.Scale(_leading, (Real)(1 / Math.Sqrt(length)), _leading);
            squared = VectorKernels.SquaredNorm(PushForward(_leading));
            PullBack(_directions[^1], _leading);
        }

        return NormMargin * squared;
    }
}
