using LiftedActors.Host.Progress;
using Serilog;

namespace LiftedActors.Host.Runs;

/// <summary>Where a run speaks: the display for whoever watches, the log in the run folder for later.</summary>
/// <param name="Display">The display.</param>
/// <param name="Log">The log.</param>
public sealed record RunConsole(IProgressDisplay Display, ILogger Log);
