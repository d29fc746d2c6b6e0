using LiftedActors.Model.Networks;
using LiftedActors.Model.Networks.Structured;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Inversion;

/// <summary>One layer u ↦ σ(A u + b) with σ = prox_Ψ, pre-trained: A and b are fixed.</summary>
/// <remarks>Instances are immutable. Source: docs/mathematics.md §1.</remarks>
public sealed class SingleLayer
{
    private readonly Real[] _bias;

    /// <summary>Creates the layer.</summary>
    /// <param name="operation">A.</param>
    /// <param name="bias">b, of the length of A u; empty for 0.</param>
    /// <param name="activation">Ψ.</param>
    /// <exception cref="ArgumentException">The bias has another length or a value that is not finite, or no gradient step can be taken through the activation.</exception>
    public SingleLayer(LinearOperator operation, ReadOnlySpan<Real> bias, ConvexPotential activation)
    {
        if (!bias.IsEmpty && bias.Length != operation.OutputSize)
        {
            throw new ArgumentException($"The layer has {operation.OutputSize} outputs, but {bias.Length} biases; give one per output, or none.", nameof(bias));
        }

        _bias = bias.IsEmpty ? new Real[operation.OutputSize] : bias.ToArray();
        if (Array.FindIndex(_bias, value => !Real.IsFinite(value)) is var place and >= 0)
        {
            throw new ArgumentException($"The bias of output {place} is {_bias[place]}; give finite weights.", nameof(bias));
        }

        if (activation.NotForGradientSteps is { } reason)
        {
            throw new ArgumentException($"A layer with the activation {activation} cannot be inverted by gradient steps: {reason}.", nameof(activation));
        }

        (Operator, Activation) = (operation, activation);
    }

    /// <summary>A.</summary>
    public LinearOperator Operator { get; }

    /// <summary>b.</summary>
    public ReadOnlySpan<Real> Bias => _bias;

    /// <summary>Ψ.</summary>
    public ConvexPotential Activation { get; }

    /// <summary>The values of u.</summary>
    public int Inputs => Operator.InputSize;

    /// <summary>The values of σ(A u + b).</summary>
    public int Outputs => Operator.OutputSize;

    /// <summary>The layer of a network, which must not read the network's input beside the activations below.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="parameters">Its parameters, packed; they are not copied and must not be written any more.</param>
    /// <exception cref="ArgumentException">A parameter is not finite, or the layer reads the network's input.</exception>
    public static SingleLayer Of(Layer layer, LayerParameters parameters)
    {
        if (layer.Map is Affine && parameters is Parameters affine)
        {
            return new SingleLayer(new DenseOperator(affine.Weights), affine.Bias, layer.Activation);
        }

        var operation = new LayerMapOperator((StructuredMap)layer.Map, parameters);
        return new SingleLayer(operation, operation.Offset, layer.Activation);
    }

    /// <summary>x = A u + b.</summary>
    /// <param name="u">The input.</param>
    /// <param name="x">Receives the pre-activation.</param>
    public void Preactivate(ReadOnlySpan<Real> u, Span<Real> x)
    {
        Operator.Apply(u, x);
        Kernels.VectorKernels.Combine(x, 1, _bias, x);
    }

    /// <summary>σ(A u + b).</summary>
    /// <param name="u">The input.</param>
    /// <param name="result">Receives the activation.</param>
    public void Evaluate(ReadOnlySpan<Real> u, Span<Real> result)
    {
        Preactivate(u, result);
        Activation.Activate(result, result);
    }
}
