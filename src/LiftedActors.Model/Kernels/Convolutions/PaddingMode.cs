namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>What a convolution reads beyond the border of a plane a b c d.</summary>
public enum PaddingMode
{
    /// <summary>Zeros: 0 0 | a b c d | 0 0.</summary>
    Zero,

    /// <summary>The plane mirrored about its border pixels, which are not repeated: c b | a b c d | c b, as in PyTorch's <c>padding_mode="reflect"</c>.</summary>
    Reflect,
}
