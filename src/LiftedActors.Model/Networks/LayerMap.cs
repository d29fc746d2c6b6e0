using System.Collections.Immutable;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Networks;

/// <summary>
/// The map x = f(z, Θ) from the activations below to the pre-activation of a layer: affine in z, polynomial in Θ. It describes; what
/// computes is the <see cref="LayerOperator"/> that a device makes of it.
/// </summary>
/// <param name="Inputs">Features of z.</param>
/// <param name="Outputs">Features of x.</param>
/// <remarks>f(z, Θ) = A(Θ) z + D(Θ) y + b(Θ), where y, the input of the network, is read by unrolled networks only. Source: docs/mathematics.md §2.</remarks>
public abstract record LayerMap(int Inputs, int Outputs)
{
    /// <summary>The tensors of Θ in the order in which they lie in its flat buffer.</summary>
    public abstract ImmutableArray<ParameterTensor> Tensors { get; }

    /// <summary>Whether x depends on the input y of the network beside z.</summary>
    public virtual bool ReadsData => false;

    /// <summary>Whether x is affine in Θ.</summary>
    public virtual bool IsAffineInParameters => true;

    /// <summary>The wider of both sides.</summary>
    public int Width => Math.Max(Inputs, Outputs);

    /// <summary>The number of parameters.</summary>
    public long ParameterCount => Tensors.Sum(tensor => tensor.Length);

    /// <summary>Where a tensor begins in the flat buffer of Θ.</summary>
    /// <param name="tensor">Its place in <see cref="Tensors"/>.</param>
    public int OffsetOf(int tensor)
    {
        var offset = 0;
        for (var i = 0; i < tensor; i++)
        {
            offset += (int)Tensors[i].Length;
        }

        return offset;
    }

    /// <summary>Allocates one version of Θ on the host, with whatever the products need beside it.</summary>
    public abstract LayerParameters CreateParameters();

    /// <summary>Allocates a gradient in Θ on the host, which no product reads.</summary>
    public abstract LayerParameters CreateGradient();

    /// <summary>The memory of one version of Θ.</summary>
    public abstract Footprint ParametersFootprint { get; }

    /// <summary>The operator on the host.</summary>
    /// <param name="capacity">The most samples of a batch.</param>
    internal abstract LayerOperator CreateOperator(int capacity);

    /// <summary>The memory of the workspace of an operator.</summary>
    internal virtual Footprint OperatorFootprint(int capacity) => Footprint.Nothing;

    /// <summary>Bounds on |A(Θ)|² on the host.</summary>
    internal abstract WeightBounds CreateWeightBounds();

    /// <summary>The memory of the bounds on |A(Θ)|².</summary>
    internal abstract Footprint WeightBoundsFootprint { get; }

    /// <summary>The values of a saved state of these bounds.</summary>
    internal abstract int WeightBoundsState { get; }

    /// <summary>Bounds on |∂f/∂Θ|² over a batch on the host.</summary>
    /// <param name="capacity">The most samples of a batch.</param>
    internal abstract InputBounds CreateInputBounds(int capacity);

    /// <summary>The memory of the bounds on |∂f/∂Θ|².</summary>
    internal abstract Footprint InputBoundsFootprint(int capacity);
}
