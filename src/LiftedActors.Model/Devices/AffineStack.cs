using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Devices;

/// <summary>
/// The products of several narrow affine layers of one size on the host, by one call of the kernel. Every method returns false, and has
/// computed nothing, where the layers are others.
/// </summary>
internal static class AffineStack
{
    /// <summary>x = z Wᵀ + b of every layer, or the adjoint e W.</summary>
    public static bool Multiply(ReadOnlySpan<LayerProduct> products, bool isAdjoint)
    {
        Several<ProductMember> several = default;
        Span<ProductMember> members = several;
        for (var i = 0; i < products.Length; i++)
        {
            if (products[i] is not { Operator: AffineOperator, Parameters: PackedParameters theta } product)
            {
                return false;
            }

            var (left, result) = ((Matrix)product.Input.Activations, (Matrix)product.Result);
            members[i] = isAdjoint ? new(left, theta.Weights, null, result) : new(left, theta.Forms.TransposedPanels, theta.BiasRow, result);
        }

        return BatchedProduct.Multiply(ProductKernel.Selected, members[..products.Length], isPacked: !isAdjoint);
    }

    /// <summary>(eᵀz, Σ e) of every layer.</summary>
    public static bool Correlate(ReadOnlySpan<LayerCorrelation> correlations)
    {
        Several<ProductMember> several = default;
        Span<ProductMember> members = several;
        for (var i = 0; i < correlations.Length; i++)
        {
            if (correlations[i] is not { Operator: AffineOperator, Gradient: Parameters gradient } product)
            {
                return false;
            }

            members[i] = new ProductMember((Matrix)product.Error, (Matrix)product.Input.Activations, null, gradient.Weights);
        }

        if (!BatchedProduct.MultiplyTransposed(ProductKernel.Selected, members[..correlations.Length]))
        {
            return false;
        }

        foreach (ref readonly var product in correlations)
        {
            VectorKernels.SumRows((Matrix)product.Error, ((Parameters)product.Gradient).Bias);
        }

        return true;
    }
}
