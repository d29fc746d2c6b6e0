using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Solving;

/// <summary>The samples that stay with one shard.</summary>
/// <param name="Inputs">samples × n₀.</param>
/// <param name="Targets">samples × n_L.</param>
public sealed record ShardData(Matrix Inputs, Matrix Targets);
