namespace LiftedActors.Model.Inversion;

/// <summary>One inversion of a problem with a known source element.</summary>
/// <param name="NoiseLevel">δ with B_Ψ(f, A u† + b) = δ².</param>
/// <param name="Weight">α = √2 δ/|v†|.</param>
/// <param name="Distance">D_J(u_α, u†) = J(u_α) − J(u†) − ⟨Aᵀv†, u_α − u†⟩.</param>
/// <param name="Bound">The bound of the theorem, with the duality gap of u_α over α added: 2δ²/α + α|v†|² + BR/α + gap/α.</param>
/// <param name="GapShare">The part gap/α of the bound.</param>
public readonly record struct SourceRow(double NoiseLevel, double Weight, double Distance, double Bound, double GapShare);
