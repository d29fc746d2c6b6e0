using System.Collections.Immutable;

namespace LiftedActors.Model.Networks;

/// <summary>One tensor of a layer's parameters.</summary>
/// <param name="Name">Its name in a file of weights, as in PyTorch: weight, bias.</param>
/// <param name="Shape">Its shape, row-major.</param>
/// <param name="FanIn">The inputs that one output sums over; 0 for a bias.</param>
public sealed record ParameterTensor(string Name, ImmutableArray<int> Shape, int FanIn)
{
    /// <summary>The tensor of the same layer that has equal values at the start; null for values of its own.</summary>
    public int? StartsAs { get; init; }

    /// <summary>The number of values.</summary>
    public long Length { get; } = Shape.Aggregate(1L, (product, side) => product * side);

    /// <summary>The outputs that one input adds to; 0 for a bias.</summary>
    public int FanOut => FanIn == 0 ? 0 : (int)(Length / FanIn);
}
