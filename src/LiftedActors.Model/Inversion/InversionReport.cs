namespace LiftedActors.Model.Inversion;

/// <summary>Where an inversion stands.</summary>
/// <param name="Iteration">Iterations made.</param>
/// <param name="Objective">The function that is minimised.</param>
/// <param name="Misfit">B_Ψ(f, A u + b), or half of the squared residual for a baseline that minimises that.</param>
/// <param name="Gap">A bound of how far the objective is above its minimum; +∞ where none is known.</param>
public readonly record struct InversionReport(int Iteration, double Objective, double Misfit, double Gap)
{
    /// <summary>The gap in parts of the objective.</summary>
    public double RelativeGap => Gap == 0 ? 0 : Gap / Math.Abs(Objective);
}
