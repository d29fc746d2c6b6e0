using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Networks.Architectures;

/// <summary>What a network stands between.</summary>
/// <param name="Input">The planes of the input; one channel for a grey image.</param>
/// <param name="Outputs">Features of the output.</param>
/// <param name="Hidden">The activation of hidden layers.</param>
/// <param name="Output">The activation of the last layer.</param>
public sealed record ArchitectureSetting(PlanesShape Input, int Outputs, ConvexPotential Hidden, ConvexPotential Output)
{
    /// <summary>The forward operator A of the task, for networks that know it; null for the identity.</summary>
    public LinearOperator? Forward { get; init; }
}
