using System.Collections.Immutable;
using LiftedActors.Model.Networks;

namespace LiftedActors.Host.Formats;

/// <summary>A network with its parameters as a file gives them.</summary>
/// <param name="Network">The network.</param>
/// <param name="Parameters">Θ_1…Θ_L.</param>
/// <param name="Input">The shape of one input without the batch: its features, or channels, height and width.</param>
/// <param name="Output">The shape of one output.</param>
public sealed record ImportedNetwork(Network Network, IReadOnlyList<LayerParameters> Parameters, ImmutableArray<int> Input, ImmutableArray<int> Output);
