using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Blocks;

/// <summary>A free block Z_0,s: the inputs that an inversion looks for, for the samples of one shard. Its own term is αJ.</summary>
public sealed class InputBlock : Block
{
    private readonly InputSetting _setting;
    private readonly ActivationValue[] _ring;
    private readonly RegularisedRows _prior;
    private readonly InputProblem _problem;
    private readonly UpdateMemory _memory;
    private int _current;
    private (double Before, double Required, double SquaredMove) _trial;

    internal InputBlock(BlockId id, InputSetting setting, IRows start)
        : base(id)
    {
        _setting = setting;
        _ring = [.. Enumerable.Range(0, Versions(setting)).Select(_ => new ActivationValue(Device.CreateMatrix(setting.Capacity, setting.Width)))];
        _prior = new RegularisedRows(setting);
        _problem = setting.Above is null ? new InputProblem(Device, _prior) : new EvaluatedInputProblem(setting, _prior);
        _memory = new UpdateMemory(Device, setting.Update.Moments, setting.Capacity * setting.Width);
        Device.Upload(Matrix.Of(start).Values, _ring[0].Values);
        Stamped(_ring[0]);
    }

    /// <summary>The memory of a block.</summary>
    internal static Footprint Footprint(InputSetting setting) =>
        (Versions(setting) * Matrix.Footprint(Kernels.Footprint.AuxiliaryVariables, setting.Capacity, setting.Width))
        + (setting.Above is null ? Kernels.Footprint.Nothing : EvaluatedInputProblem.Footprint(setting))
        + RegularisedRows.Footprint(setting)
        + ((setting.Guarded ? 2 : 1) * UpdateMemory.Footprint(setting.Update.Moments, (long)setting.Capacity * setting.Width));

    /// <summary>The memory of a saved state.</summary>
    internal static Footprint SavedFootprint(InputSetting setting) => Matrix.Footprint(Kernels.Footprint.Checkpoints, setting.Capacity, setting.Width)
        + Kernels.Footprint.OfArray<Real>(Kernels.Footprint.Checkpoints, RegularisedRows.SavedSize(setting))
        + UpdateMemory.SavedFootprint(setting.Update.Moments, (long)setting.Capacity * setting.Width);

    /// <inheritdoc/>
    public override (ValueKind Kind, BlockValue Value)? Standing => (ValueKind.Activation, _ring[_current]);

    private protected override ComputeDevice Device => _setting.Device;

    private DeviceMatrix Current => _ring[_current].Values;

    private DeviceMatrix Following => _ring[(_current + 1) % _ring.Length].Values;

    /// <inheritdoc/>
    public override BlockState Save()
    {
        var value = new StateArray("value", Current.Rows, Current.Columns, Device.Download(Current));
        return new BlockState(Id, [value, .. _memory.Save(), .. _prior.Save()], _memory.Steps);
    }

    /// <inheritdoc/>
    public override void Restore(BlockState state)
    {
        Device.Upload(state.Read("value", Current.Length), Current);
        _memory.Restore(state);
        _prior.Restore(state);
        Stamped(_ring[_current]);
        ForgetIteration();
    }

    private protected override void BeginIteration(int iteration) => Report = new BlockReport(0, 0, 0, 0, _setting.Capacity);

    internal override BlockValue? Conclude(Grant grant, ReadOnlySpan<BlockValue> reads, KernelCalls kernels) => grant.Work switch
    {
        Work.Stand => _ring[_current],
        Work.Step when reads[0] is EvaluationValue above => Step(above.Feedback, onTrial: false),
        Work.Step => Step((FeedbackValue)reads[0], grant.Output == ValueKind.ActivationTrial),
        Work.Solve => Solve(reads),
        Work.Settle => Settle((TermValue)reads[0]),
        _ => throw Refused(grant),
    };

    private ActivationValue Step(FeedbackValue feedback, bool onTrial)
    {
        _problem.Pose(Current, feedback, Following);
        if (!onTrial)
        {
            return Finish(_setting.Update.Step(_problem, _memory));
        }

        _memory.Keep();
        var before = _prior.Value(Current) + feedback.Term;
        var squaredMove = _setting.Update.Step(_problem, _memory);
        _trial = (before, _setting.Update.RequiredDecrease(_problem, Certain(squaredMove)) - _prior.Gap, squaredMove);
        return Advance();
    }

    private ActivationValue Solve(ReadOnlySpan<BlockValue> reads)
    {
        ((EvaluatedInputProblem)_problem).Pose(LayerReads.Of(reads), Current, Following);
        return Finish(_setting.Update.Step(_problem, _memory));
    }

    /// <summary>What of a move is certain where the prox has a gap ε: the exact one ends within √(2ε/(L + m)) of it.</summary>
    private double Certain(double squaredMove)
    {
        var curvature = _problem.Lipschitz + _problem.StrongConvexity;
        var uncertain = curvature > 0 ? Math.Sqrt(2 * _prior.Gap / curvature) : 0;
        var certain = Math.Max(0, Math.Sqrt(squaredMove) - uncertain);
        return certain * certain;
    }

    /// <summary>A step that falls short of what it must reach is replaced by one of certain length, which may raise F by the gap of its prox and no more.</summary>
    private ActivationValue Settle(TermValue above)
    {
        var squaredMove = _trial.SquaredMove;
        if (Settlement.Accepts(_trial.Before, _prior.Value(Current) + above.Term, _trial.Required))
        {
            return Reported(squaredMove);
        }

        _memory.TakeBack();
        _problem.Retarget(Following);
        squaredMove = BlockUpdate.StepCertainly(_problem);
        Report = Report with { Rejected = Report.Rejected + 1 };
        return Finish(squaredMove);
    }

    private ActivationValue Finish(double squaredMove)
    {
        Advance();
        return Reported(squaredMove);
    }

    private ActivationValue Reported(double squaredMove)
    {
        Report = Report with { Term = _prior.Value(Current), SquaredMove = Report.SquaredMove + squaredMove };
        return _ring[_current];
    }

    private static int Versions(InputSetting setting) => Math.Max(3, (2 * (setting.Delay ?? 0)) + 1);

    private ActivationValue Advance()
    {
        _current = (_current + 1) % _ring.Length;
        return Stamped(_ring[_current]);
    }
}
