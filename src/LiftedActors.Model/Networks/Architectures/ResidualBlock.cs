using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Networks.Architectures;

/// <summary>A residual block u + V σ(W u + b) as it was found in two layers of a network.</summary>
/// <param name="Width">Features of u.</param>
/// <param name="Hidden">Features of σ(W u + b).</param>
/// <param name="Activation">The potential whose prox is σ.</param>
public sealed record ResidualBlock(int Width, int Hidden, ConvexPotential Activation);
