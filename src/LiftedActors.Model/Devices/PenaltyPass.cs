using LiftedActors.Model.Formulations;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Devices;

/// <summary>A forward pass of an activation.</summary>
/// <param name="Potential">Ψ.</param>
/// <param name="X">Pre-activations.</param>
/// <param name="Result">Receives σ(x).</param>
public readonly record struct ActivationPass(ConvexPotential Potential, DeviceMatrix X, DeviceMatrix Result);

/// <summary>A pass over a term: the error e = ∇ₓ(μC) and the penalty.</summary>
/// <param name="Penalty">μC.</param>
/// <param name="X">Pre-activations.</param>
/// <param name="Z">Auxiliary activations.</param>
/// <param name="Error">Receives e.</param>
public readonly record struct PenaltyPass(LayerPenalty Penalty, DeviceMatrix X, DeviceMatrix Z, DeviceMatrix Error);

/// <summary>A proximal-gradient step of auxiliary activations.</summary>
/// <param name="Penalty">μC.</param>
/// <param name="Point">What the step reads.</param>
/// <param name="Step">The step g in (0, ∞].</param>
/// <param name="Result">Receives the new activations.</param>
public readonly record struct ProximalPass(LayerPenalty Penalty, ActivationPoint Point, double Step, DeviceMatrix Result);

/// <summary>A step of Adam.</summary>
/// <param name="Gradient">The summands of the gradient, at least one.</param>
/// <param name="Current">The current point.</param>
/// <param name="Moments">The moments and the numbers of the step.</param>
/// <param name="Next">Overwritten; none of the others.</param>
public readonly record struct AdamStep(IReadOnlyList<WeightedMatrix> Gradient, DeviceMatrix Current, AdamMoments Moments, DeviceMatrix Next);
