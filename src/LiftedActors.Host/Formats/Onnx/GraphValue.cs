using System.Collections.Immutable;
using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Networks.Structured;

namespace LiftedActors.Host.Formats.Onnx;

/// <summary>A value of the graph, as an expression in the vector below the layer that is being read.</summary>
/// <param name="Of">The expression, row-major.</param>
/// <param name="Shape">Its shape without the batch.</param>
/// <param name="HasParameters">Whether tensors of the layer are in it.</param>
internal sealed record GraphValue(Expression Of, ImmutableArray<int> Shape, bool HasParameters)
{
    /// <summary>The border that a convolution has to add; no other operator may read a value that has one.</summary>
    public (int Pixels, PaddingMode Mode) Border { get; init; }

    /// <summary>Its shape in messages.</summary>
    public string Title => $"[{string.Join(", ", Shape)}]";
}
