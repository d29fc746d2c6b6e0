using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Operators;

/// <summary>Blur with a square window of equal weights.</summary>
/// <remarks>A x = x * (k kᵀ), k_j = 1 / size; self-adjoint.</remarks>
[ForwardOperator("uniform-blur")]
public sealed class UniformBlur : SeparableBlur
{
    /// <summary>A uniform blur of <paramref name="shape"/> images.</summary>
    /// <param name="shape">The images' shape.</param>
    /// <param name="size">The window's side in pixels, odd.</param>
    /// <param name="edges">What the window sees beyond the border.</param>
    /// <exception cref="ArgumentException"><paramref name="size"/> is even or not positive.</exception>
    public UniformBlur(ImageShape shape, int size, Edges edges = Edges.Zero)
        : base(shape, Enumerable.Repeat(1.0, OddSize(size)).ToArray(), edges) => Size = size;

    /// <summary>The window's side in pixels.</summary>
    public int Size { get; }
}
