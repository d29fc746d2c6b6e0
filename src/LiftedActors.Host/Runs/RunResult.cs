using LiftedActors.Actors;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Runs;

/// <summary>How a run ended.</summary>
/// <param name="Status">The status of the whole run.</param>
/// <param name="Lifted">The lifted training.</param>
/// <param name="Elapsed">The time spent in iterations of either training.</param>
/// <param name="Engine">The engine and its workers.</param>
internal sealed record RunResult(SolveStatus Status, Solution Lifted, TimeSpan Elapsed, (string Name, int Workers) Engine);
