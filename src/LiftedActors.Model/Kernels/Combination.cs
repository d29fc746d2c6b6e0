namespace LiftedActors.Model.Kernels;

/// <summary>The linear combination w₁a + w₂b + w₃c of matrices of one shape, for a pass that forms it on the way.</summary>
/// <param name="Weights">The weights.</param>
/// <param name="First">a.</param>
/// <param name="Second">b.</param>
/// <param name="Third">c.</param>
public readonly record struct Combination(CombinationWeights Weights, Matrix First, Matrix Second, Matrix Third);
