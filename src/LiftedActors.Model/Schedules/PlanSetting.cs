using System.Collections.Immutable;

namespace LiftedActors.Model.Schedules;

/// <summary>What a schedule needs to know of a problem to write its plan.</summary>
/// <param name="Depth">The number of layers L.</param>
/// <param name="Shards">The number of shards of the samples.</param>
/// <param name="Sweeps">The sweeps J of one iteration.</param>
/// <param name="GuardActivations">Steps of Z are trials that are settled by the terms they change.</param>
/// <param name="GuardParameters">Steps of Θ are trials that are settled by the terms they change.</param>
public sealed record PlanSetting(int Depth, int Shards, int Sweeps, bool GuardActivations, bool GuardParameters)
{
    /// <summary>The most grants that one call of each kernel carries out: beyond that nothing is saved, and values leave the caches between kernels.</summary>
    public const int MostTogether = 16;

    /// <summary>The layers whose maps read the input of the network beside the activations below.</summary>
    public ImmutableHashSet<int> DataLayers { get; init; } = [];

    /// <summary>Whether Z_0 is free and Θ rests, as in an inversion.</summary>
    public bool Inverts { get; init; }

    /// <summary>The lowest free Z: 0 in an inversion, otherwise 1.</summary>
    public int LowestFree => Inverts ? 0 : 1;

    /// <summary>Whether Z moves by an update that evaluates for itself.</summary>
    public bool SolvesActivations { get; init; }

    /// <summary>Whether Θ moves by an update that evaluates for itself.</summary>
    public bool SolvesParameters { get; init; }

    /// <summary>
    /// The layers whose kernels are so short that one call makes those of several blocks: where such blocks do not meet in any term, equal work of
    /// up to <see cref="MostTogether"/> of them stands in a row.
    /// </summary>
    public ImmutableHashSet<int> Stacked { get; init; } = [];

    /// <summary>The shards 0…S−1.</summary>
    public IEnumerable<int> EachShard => Enumerable.Range(0, Shards);
}
