using LiftedActors.Model.Blocks;

namespace LiftedActors.Actors;

/// <summary>What a behaviour does in a run.</summary>
public enum Role
{
    /// <summary>Lifetimes, rollback, end.</summary>
    Run,

    /// <summary>Turns, barrier, quiet points, stopping.</summary>
    Schedule,

    /// <summary>Adds the reports up and shows them.</summary>
    Recorder,

    /// <summary>Collects the states of the blocks and has them stored.</summary>
    Checkpoint,

    /// <summary>A stack of blocks of the variable, most often of one; the only role that runs kernels.</summary>
    Block,
}

/// <summary>The name of one behaviour on an engine.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Role">What it does there.</param>
/// <param name="BlockId">The first block of the stack; the default for other roles.</param>
public readonly record struct Address(string RunId, Role Role, BlockId BlockId = default)
{
    /// <summary>Whether the behaviour runs kernels; then it must stay off the threads that carry control.</summary>
    public bool RunsKernels => Role == Role.Block;

    /// <summary>The address of the stack that begins with a block.</summary>
    public static Address Block(string runId, BlockId block) => new(runId, Role.Block, block);

    /// <summary>The address of the run's own behaviour.</summary>
    public static Address Run(string runId) => new(runId, Role.Run);

    /// <summary>The role, or the block's name.</summary>
    public override string ToString() => Role == Role.Block ? BlockId.ToString() : $"the {Role.ToString().ToLowerInvariant()}";
}
