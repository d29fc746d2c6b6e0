using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Inversion;

/// <summary>A network without its activations, A_L(… (A_1 u + b_1) …) + b_L, as a start for inversions.</summary>
public static class LinearPart
{
    private const int Steps = 200;
    private const double Reduction = 1e-8;

    /// <summary>
    /// From the last layer down the z of least |A z + b − x|², by conjugate gradients on the normal equations from zero, which gives the one of least norm: Aᵀ(A Aᵀ)⁺(x − b).
    /// </summary>
    /// <param name="layers">The layers, from the input up.</param>
    /// <param name="data">x_L.</param>
    /// <returns>The input.</returns>
    /// <remarks>Source: Hestenes and Stiefel (1952); stopped at 1e-4 of the first gradient, or after 200 steps.</remarks>
    public static Real[] PseudoInverse(IReadOnlyList<SingleLayer> layers, ReadOnlySpan<Real> data)
    {
        var x = data.ToArray();
        for (var l = layers.Count - 1; l >= 0; l--)
        {
            x = LeastSquares(layers[l], x);
        }

        return x;
    }

    private static Real[] LeastSquares(SingleLayer layer, Real[] x)
    {
        var (z, residual, image, gradient) = (new Real[layer.Inputs], new Real[x.Length], new Real[x.Length], new Real[layer.Inputs]);
        VectorKernels.Combine(x, -1, layer.Bias, residual);
        layer.Operator.ApplyAdjoint(residual, gradient);
        var direction = gradient.ToArray();
        var squared = VectorKernels.SquaredNorm(gradient);
        var least = Reduction * squared;
        for (var k = 0; k < Steps && squared > least; k++)
        {
            layer.Operator.Apply(direction, image);
            var step = (Real)(squared / VectorKernels.SquaredNorm(image));
            VectorKernels.Combine(z, step, direction, z);
            VectorKernels.Combine(residual, -step, image, residual);
            layer.Operator.ApplyAdjoint(residual, gradient);
            var next = VectorKernels.SquaredNorm(gradient);
            VectorKernels.Combine(gradient, (Real)(next / squared), direction, direction);
            squared = next;
        }

        return z;
    }
}
