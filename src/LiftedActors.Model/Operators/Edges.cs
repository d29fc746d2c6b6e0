namespace LiftedActors.Model.Operators;

/// <summary>What a convolution sees beyond the border of an image a b c d.</summary>
public enum Edges
{
    /// <summary>Zeros: 0 0 | a b c d | 0 0. Darkens the border.</summary>
    Zero,

    /// <summary>The image mirrored about the outer side of its border pixels: b a | a b c d | d c. Keeps the sum of the pixels.</summary>
    Reflect,

    /// <summary>The image repeated: c d | a b c d | a b. Diagonal in the Fourier basis.</summary>
    Circular,
}
