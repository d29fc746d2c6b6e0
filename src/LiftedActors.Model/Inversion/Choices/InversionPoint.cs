using System.Collections.Immutable;

namespace LiftedActors.Model.Inversion.Choices;

/// <summary>What an inversion with one weight α came to.</summary>
/// <param name="Weight">α.</param>
/// <param name="Misfit">B_Ψ(f, A u_α + b), or what stands for it in several layers.</param>
/// <param name="Regulariser">J(u_α), without the weight.</param>
/// <param name="SourceNorm">|v_α| with v_α = (f − σ(A u_α + b))/α.</param>
/// <param name="Solution">u_α.</param>
public sealed record InversionPoint(double Weight, double Misfit, double Regulariser, double SourceNorm, ImmutableArray<Real> Solution);
