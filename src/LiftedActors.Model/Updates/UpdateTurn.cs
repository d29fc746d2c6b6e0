namespace LiftedActors.Model.Updates;

/// <summary>A step that an update is to take.</summary>
/// <param name="Update">The update.</param>
/// <param name="Problem">The block's problem.</param>
/// <param name="Memory">The update's memory of the block.</param>
public readonly record struct UpdateTurn(BlockUpdate Update, BlockProblem Problem, UpdateMemory Memory);
