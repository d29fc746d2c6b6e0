using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Blocks;

/// <summary>A free block Z_ℓ,s, 0 &lt; ℓ &lt; L: the auxiliary activations of one layer for the samples of one shard.</summary>
public sealed class AuxiliaryBlock : TermBlock
{
    private readonly ActivationValue[] _ring;
    private readonly AuxiliaryProblem _problem;
    private readonly UpdateMemory _memory;
    private int _current;
    private int _stepTicket;
    private (double Before, double Required, double SquaredMove) _trial;

    internal AuxiliaryBlock(BlockId id, TermSetting setting)
        : base(id, setting)
    {
        var width = setting.Layer.Map.Outputs;
        _ring = [.. Enumerable.Range(0, Versions(setting)).Select(_ => new ActivationValue(Device.CreateMatrix(setting.Capacity, width)))];
        _problem = setting.Above is null
            ? new AuxiliaryProblem(Device, Penalty, Preactivation, Centre)
            : new EvaluatedAuxiliaryProblem(setting, Preactivation, Centre);
        _memory = new UpdateMemory(Device, setting.Update.Moments, setting.Capacity * width);
        Stamped(_ring[0]);
    }

    /// <summary>The memory of a block.</summary>
    internal static Footprint Footprint(TermSetting setting)
    {
        var width = setting.Layer.Map.Outputs;
        return (Versions(setting) * Matrix.Footprint(Kernels.Footprint.AuxiliaryVariables, setting.Capacity, width))
            + TermFootprint(setting)
            + (setting.Above is null ? Kernels.Footprint.Nothing : EvaluatedAuxiliaryProblem.Footprint(setting))
            + ((setting.Guarded ? 2 : 1) * UpdateMemory.Footprint(setting.Update.Moments, (long)setting.Capacity * width));
    }

    /// <summary>The memory of a saved state.</summary>
    internal static Footprint SavedFootprint(TermSetting setting)
    {
        var width = setting.Layer.Map.Outputs;
        return Matrix.Footprint(Kernels.Footprint.Checkpoints, setting.Capacity, width) + UpdateMemory.SavedFootprint(setting.Update.Moments, (long)setting.Capacity * width);
    }

    /// <inheritdoc/>
    public override (ValueKind Kind, BlockValue Value)? Standing => (ValueKind.Activation, _ring[_current]);

    private protected override DeviceMatrix Activations => _ring[_current].Values;

    private protected override long ActivationStamp => _ring[_current].Stamp;

    private ActivationValue Following => _ring[(_current + 1) % _ring.Length];

    /// <inheritdoc/>
    public override BlockState Save()
    {
        var value = new StateArray("value", Activations.Rows, Activations.Columns, Device.Download(Activations));
        return new BlockState(Id, [value, .. _memory.Save()], _memory.Steps);
    }

    /// <inheritdoc/>
    public override void Restore(BlockState state)
    {
        var value = state.Arrays.FirstOrDefault(array => array.Name == "value");
        Activations.Resize(value?.Rows ?? 0);
        Device.Upload(state.Read("value", Activations.Length), Activations);
        _memory.Restore(state);
        Stamped(_ring[_current]);
        ForgetEvaluations();
        ForgetIteration();
    }

    private protected override void Begin(Grant grant, ReadOnlySpan<BlockValue> reads, KernelCalls kernels)
    {
        switch (grant.Work)
        {
            case Work.Stand:
                break;
            case Work.Forward:
                EvaluatePreactivation(LayerReads.Of(reads), kernels);
                break;
            case Work.Step when reads[0] is EvaluationValue above:
                // x is that of the block's own evaluation in this sweep.
                BeginStep(above.Feedback, kernels);
                break;
            case Work.Step:
                EvaluatePreactivation(LayerReads.Of(reads[1..]), kernels);
                if (grant.Output == ValueKind.ActivationTrial)
                {
                    EvaluateError(kernels);
                    _memory.Keep();
                }

                BeginStep((FeedbackValue)reads[0], kernels);
                break;
            case Work.Solve:
                EvaluatePreactivation(LayerReads.Of(reads[ReadsAbove..]), kernels);
                break;
            case Work.Settle:
                EvaluateError(kernels);
                break;
            default:
                base.Begin(grant, reads, kernels);
                break;
        }
    }

    internal override BlockValue? Conclude(Grant grant, ReadOnlySpan<BlockValue> reads, KernelCalls kernels)
    {
        switch (grant.Work)
        {
            case Work.Stand:
                return _ring[_current];
            case Work.Forward:
                return Forward();
            case Work.Step when grant.Output == ValueKind.ActivationTrial:
                TakeError(kernels);
                return Try((FeedbackValue)reads[0], kernels.SquaredMove(_stepTicket));
            case Work.Step:
                return Move(kernels.SquaredMove(_stepTicket));
            case Work.Solve:
                return Solve(reads);
            case Work.Settle:
                TakeError(kernels);
                return Settle((TermValue)reads[0]);
            default:
                return base.Conclude(grant, reads, kernels);
        }
    }

    /// <summary>What the term of the layer above reads, of the reads of a block that evaluates it.</summary>
    private int ReadsAbove => Setting.Above!.Value.Map.ReadsData ? 3 : 2;

    /// <summary>A new batch: z = σ(x), and what the update learned of the samples before is forgotten.</summary>
    private ActivationValue Forward()
    {
        _memory.Clear();
        _problem.Retarget(Following.Values);
        _problem.Feasible();
        return Advance();
    }

    private void BeginStep(FeedbackValue feedback, KernelCalls kernels)
    {
        _problem.Pose(_ring[_current].Values, feedback, OwnShare, Following.Values);
        _stepTicket = kernels.Step(new UpdateTurn(Setting.Update, _problem, _memory));
    }

    private ActivationValue Try(FeedbackValue feedback, double squaredMove)
    {
        _trial = (Term + feedback.Term, Setting.Update.RequiredDecrease(_problem, squaredMove), squaredMove);
        return Advance();
    }

    private ActivationValue Move(double squaredMove)
    {
        Report = Report with { SquaredMove = Report.SquaredMove + squaredMove };
        return Advance();
    }

    private ActivationValue Solve(ReadOnlySpan<BlockValue> reads)
    {
        ((EvaluatedAuxiliaryProblem)_problem).Pose(LayerReads.Of(reads[..ReadsAbove]), _ring[_current].Values, Following.Values);
        return Move(Setting.Update.Step(_problem, _memory));
    }

    /// <summary>Keeps the trial if F fell as promised; otherwise steps again from the point before with a certified length.</summary>
    private ActivationValue Settle(TermValue above)
    {
        var squaredMove = _trial.SquaredMove;
        if (!Settlement.Accepts(_trial.Before, Term + above.Term, _trial.Required))
        {
            _memory.TakeBack();
            _problem.Retarget(Following.Values);
            squaredMove = BlockUpdate.StepCertainly(_problem);
            Report = Report with { Rejected = Report.Rejected + 1 };
            Advance();
            EvaluateErrorNow();
        }

        Report = Report with { Term = Setting.Sign * Term, Sparsity = Sparsity, SquaredMove = Report.SquaredMove + squaredMove };
        return _ring[_current];
    }

    private static int Versions(TermSetting setting) => Math.Max(3, (2 * (setting.Delay ?? 0)) + 1);

    private ActivationValue Advance()
    {
        _current = (_current + 1) % _ring.Length;
        return Stamped(_ring[_current]);
    }
}
