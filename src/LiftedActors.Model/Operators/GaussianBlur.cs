using LiftedActors.Model.Imaging;
using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Operators;

/// <summary>Blur with a sampled Gaussian window.</summary>
/// <remarks>A x = x * (k kᵀ), k_j ∝ exp(−j² / (2σ²)) for |j| ≤ (size − 1)/2, scaled to sum 1; self-adjoint.</remarks>
[ForwardOperator("gaussian-blur")]
public sealed class GaussianBlur : SeparableBlur
{
    /// <summary>A Gaussian blur of <paramref name="shape"/> images.</summary>
    /// <param name="shape">The images' shape.</param>
    /// <param name="size">The window's side in pixels, odd.</param>
    /// <param name="sigma">The standard deviation σ in pixels, positive.</param>
    /// <param name="edges">What the window sees beyond the border.</param>
    /// <exception cref="ArgumentException"><paramref name="size"/> is even or not positive, or <paramref name="sigma"/> is not positive.</exception>
    public GaussianBlur(ImageShape shape, int size, double sigma, Edges edges = Edges.Zero)
        : base(shape, Kernel(OddSize(size), sigma), edges)
    {
        Size = size;
        Sigma = sigma;
    }

    /// <summary>The window's side in pixels.</summary>
    public int Size { get; }

    /// <summary>The standard deviation in pixels.</summary>
    public double Sigma { get; }

    private static double[] Kernel(int size, double sigma)
    {
        if (!(sigma > 0 && double.IsFinite(sigma)))
        {
            throw new ArgumentException($"A Gaussian blur of standard deviation {sigma} is not defined: give a positive number of pixels.");
        }

        var kernel = new double[size];
        for (var j = 0; j < size; j++)
        {
            var distance = j - (size / 2);
            kernel[j] = PortableFunctions.ExpOfNegative(-distance * distance / (2 * sigma * sigma));
        }

        return kernel;
    }
}
