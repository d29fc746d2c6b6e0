using System.Collections.Immutable;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;

namespace LiftedActors.Actors;

/// <summary>
/// A message between behaviours. Commands are imperative, facts past tense. Whoever receives a message of another generation of
/// the run drops it and says so.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="Generation">The generation of the run, from 1; a rollback begins the next one.</param>
public abstract record Message(string RunId, int Generation);

/// <summary>To the run: begin the first generation.</summary>
public sealed record BeginRun(string RunId) : Message(RunId, 0);

/// <summary>To the run, and from it to the schedule: end after the present iteration, with a checkpoint.</summary>
public sealed record StopRun(string RunId, int Generation) : Message(RunId, Generation);

/// <summary>Time has passed. From the schedule to whom it waits for: say what you wait for.</summary>
public sealed record Tick(string RunId, int Generation) : Message(RunId, Generation);

/// <summary>From the run to a stack of blocks: stand where the states say, or as lifted, and announce the standing values.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Generation">The generation.</param>
/// <param name="NextIteration">The iteration that comes next.</param>
/// <param name="States">The saved states of the blocks, in block order; none where they begin as they were lifted.</param>
public sealed record RestoreBlock(string RunId, int Generation, int NextIteration, ImmutableArray<BlockState> States)
    : Message(RunId, Generation);

/// <summary>From a stack to schedule and recorder: its blocks stand, and their standing values are announced.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Generation">The generation.</param>
/// <param name="Block">The block that the stack is addressed by.</param>
public sealed record BlockRestored(string RunId, int Generation, BlockId Block) : Message(RunId, Generation);

/// <summary>
/// From the schedule to a stack: carry your program of this iteration out, each grant as soon as its reads are there. From a stack to
/// itself: go on, now that newer values have been taken in.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="Generation">The generation.</param>
/// <param name="Iteration">The iteration.</param>
public sealed record GrantIteration(string RunId, int Generation, int Iteration) : Message(RunId, Generation);

/// <summary>From a stack to others that read a block of it: one version of one of its streams.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Generation">The generation.</param>
/// <param name="Source">The block.</param>
/// <param name="Kind">The stream.</param>
/// <param name="Version">The version, with its absolute iteration.</param>
/// <param name="Value">The value: a reference that only its owner may write.</param>
public sealed record Published(string RunId, int Generation, BlockId Source, ValueKind Kind, BlockVersion Version, BlockValue Value)
    : Message(RunId, Generation);

/// <summary>From a stack to schedule and recorder: its program of an iteration is carried out.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Generation">The generation.</param>
/// <param name="Block">The block that the stack is addressed by.</param>
/// <param name="Iteration">The iteration.</param>
/// <param name="Reports">What its blocks report of it, in block order.</param>
public sealed record BlockUpdated(string RunId, int Generation, BlockId Block, int Iteration, ImmutableArray<BlockOutcome> Reports)
    : Message(RunId, Generation);

/// <summary>What a block reports of an iteration.</summary>
/// <param name="Report">Its numbers.</param>
/// <param name="Taken">The sweeps of the versions that its reads took where they had the choice, in program order; empty where none had.</param>
public readonly record struct BlockOutcome(BlockReport Report, ImmutableArray<int> Taken);

/// <summary>From the schedule to the recorder, at a quiet point: add the reports up and show them.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Generation">The generation.</param>
/// <param name="Iteration">The iteration.</param>
/// <param name="Elapsed">The time spent in iterations.</param>
public sealed record RecordIteration(string RunId, int Generation, int Iteration, TimeSpan Elapsed) : Message(RunId, Generation);

/// <summary>From the recorder to the schedule: the observer has seen the iteration, and the epoch where one ends.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Generation">The generation.</param>
/// <param name="Report">The sum of the blocks' reports.</param>
public sealed record IterationRecorded(string RunId, int Generation, IterationReport Report) : Message(RunId, Generation);

/// <summary>At a quiet point, from the schedule to the checkpoint, and from it to every stack: hand the states of your blocks in.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Generation">The generation.</param>
/// <param name="NextIteration">The iteration that comes next.</param>
/// <param name="Elapsed">The time spent in iterations.</param>
/// <param name="LowestObjective">The lowest objective so far.</param>
public sealed record CaptureState(string RunId, int Generation, int NextIteration, TimeSpan Elapsed, double LowestObjective)
    : Message(RunId, Generation);

/// <summary>From a stack to the checkpoint: the state of one of its blocks at the quiet point.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Generation">The generation.</param>
/// <param name="NextIteration">The iteration that comes next.</param>
/// <param name="State">The state.</param>
public sealed record BlockCaptured(string RunId, int Generation, int NextIteration, BlockState State) : Message(RunId, Generation);

/// <summary>From the checkpoint to run and recorder, and from the recorder to the schedule: a checkpoint is committed, or has failed.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Generation">The generation.</param>
/// <param name="NextIteration">The iteration that comes next.</param>
/// <param name="Fault">Null where it is committed; otherwise why it is not.</param>
public sealed record CheckpointClosed(string RunId, int Generation, int NextIteration, string? Fault) : Message(RunId, Generation);

/// <summary>From the engine to the run: a behaviour threw, and is stopped.</summary>
/// <param name="RunId">The run of the message that the behaviour was given.</param>
/// <param name="Generation">The generation of that message.</param>
/// <param name="Behaviour">The behaviour.</param>
/// <param name="Cause">What it threw.</param>
public sealed record BehaviourFailed(string RunId, int Generation, Address Behaviour, Exception Cause) : Message(RunId, Generation);

/// <summary>The answer to <see cref="Tick"/>: how far a behaviour is and what it waits for.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Generation">The generation.</param>
/// <param name="Waiter">The behaviour.</param>
/// <param name="Done">The turns that it has carried out in this generation; more than before is progress.</param>
/// <param name="What">What it waits for, with version and source.</param>
public sealed record Waiting(string RunId, int Generation, Address Waiter, long Done, string What) : Message(RunId, Generation);

/// <summary>To the run: a message of another generation came and was dropped.</summary>
public sealed record StaleMessageDropped(string RunId, int Generation) : Message(RunId, Generation);

/// <summary>From the schedule to the run: no further iteration will be granted.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Generation">The generation.</param>
/// <param name="Status">How the run ended.</param>
/// <param name="CompletedIterations">The iterations that are complete.</param>
/// <param name="Elapsed">The time spent in iterations.</param>
public sealed record RunEnded(string RunId, int Generation, SolveStatus Status, int CompletedIterations, TimeSpan Elapsed)
    : Message(RunId, Generation);
