using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Runs;

/// <summary>The exit codes of the program.</summary>
public static class ExitCode
{
    /// <summary>The run is complete, or was stopped in order.</summary>
    public const int Success = 0;

    /// <summary>A law does not hold.</summary>
    public const int Broken = 1;

    /// <summary>The command line or the spec has faults.</summary>
    public const int Usage = 2;

    /// <summary>Data or a checkpoint are missing or damaged, or a checkpoint could not be kept.</summary>
    public const int Data = 3;

    /// <summary>The run diverged, stalled or failed.</summary>
    public const int Diverged = 4;

    /// <summary>The run was stopped at once.</summary>
    public const int Interrupted = 130;

    /// <summary>The exit code of an outcome.</summary>
    public static int Of(SolveOutcome outcome) =>
        outcome is SolveOutcome.Completed or SolveOutcome.TimeUp or SolveOutcome.Interrupted ? Success : Diverged;
}
