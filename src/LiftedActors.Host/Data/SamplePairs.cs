using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Data;

/// <summary>What a network is given, and what it is to make of it: degraded and clean images, or images and their classes.</summary>
/// <param name="Inputs">samples × features of the input.</param>
/// <param name="Targets">samples × features of the output.</param>
public sealed record SamplePairs(IRows Inputs, IRows Targets)
{
    /// <summary>The number of pairs.</summary>
    public int Count => Targets.Rows;

    /// <summary>Some of the pairs; nothing is copied.</summary>
    public SamplePairs Range(int first, int count) => new(new RowRange(Inputs, first, count), new RowRange(Targets, first, count));
}
