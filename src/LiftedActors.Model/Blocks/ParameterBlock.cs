using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Blocks;

/// <summary>A block Θ_ℓ: it adds up the summands of all shards in shard order, steps, and publishes itself with its packed forms.</summary>
public sealed class ParameterBlock : Block
{
    private readonly ParameterSetting _setting;
    private readonly ParameterValue[] _ring;
    private readonly DeviceMatrix _anchor;
    private readonly ParameterProblem _problem;
    private readonly UpdateMemory _memory;
    private readonly WeightBounds? _norm;
    private int _current;
    private int _stepTicket;
    private (double Before, double Required, double SquaredMove, int Samples) _trial;

    internal ParameterBlock(int layer, ParameterSetting setting)
        : base(BlockId.Parameters(layer))
    {
        _setting = setting;
        _ring = [.. Enumerable.Range(0, Versions(setting)).Select(_ => new ParameterValue(Device.CreateParameters(setting.Map)))];
        var size = _ring[0].Packed.Flat.Length;
        _anchor = Device.CreateMatrix(1, Anchored(setting, size));
        _problem = setting.Update.Evaluates
            ? new EvaluatedParameterProblem(setting, _anchor)
            : new ParameterProblem(Device, _anchor, setting.ProximalStep);
        _problem.Penalise(setting.Map, setting.Penalty);
        _memory = new UpdateMemory(Device, setting.Update.Moments, size);
        _norm = setting.PublishesNorm ? Device.CreateWeightBounds(setting.Map) : null;
    }

    /// <summary>The memory of a block.</summary>
    internal static Footprint Footprint(ParameterSetting setting)
    {
        var size = setting.Map.ParameterCount;
        return (Versions(setting) * setting.Map.ParametersFootprint)
            + ((setting.Guarded ? 2 : 1) * UpdateMemory.Footprint(setting.Update.Moments, size))
            + Kernels.Footprint.OfArray<Real>(Kernels.Footprint.UpdateMemory, Anchored(setting, (int)size))
            + (setting.Update.Evaluates ? EvaluatedParameterProblem.Footprint(setting) : Kernels.Footprint.Nothing)
            + (setting.PublishesNorm ? setting.Map.WeightBoundsFootprint : Kernels.Footprint.Nothing);
    }

    /// <summary>The memory of a saved state.</summary>
    internal static Footprint SavedFootprint(ParameterSetting setting) => LayerParameters.Footprint(Kernels.Footprint.Checkpoints, setting.Map)
        + UpdateMemory.SavedFootprint(setting.Update.Moments, setting.Map.ParameterCount)
        + Kernels.Footprint.OfArray<Real>(Kernels.Footprint.Checkpoints, setting.PublishesNorm ? setting.Map.WeightBoundsState : 0);

    /// <inheritdoc/>
    public override (ValueKind Kind, BlockValue Value)? Standing => (ValueKind.Parameters, _ring[_current]);

    /// <summary>The current version of Θ_ℓ; stays as it is until the block steps twice more.</summary>
    public ParameterValue Current => _ring[_current];

    private protected override ComputeDevice Device => _setting.Device;

    private ParameterValue Following => _ring[(_current + 1) % _ring.Length];

    /// <summary>Sets Θ_ℓ at the start of a run.</summary>
    public void Initialise(ReadOnlySpan<Real> values)
    {
        Device.Upload(values, Current.Packed.Flat);
        Finish(Current);
    }

    /// <inheritdoc/>
    public override BlockState Save()
    {
        var value = new StateArray("value", 1, Current.Packed.Flat.Length, Device.Download(Current.Packed.Flat));
        var start = _norm is null ? Array.Empty<StateArray>() : [new StateArray("norm.start", 1, _setting.Map.WeightBoundsState, _norm.Save())];
        return new BlockState(Id, [value, .. _memory.Save(), .. start], _memory.Steps);
    }

    /// <inheritdoc/>
    public override void Restore(BlockState state)
    {
        Device.Upload(state.Read("value", Current.Packed.Flat.Length), Current.Packed.Flat);
        _memory.Restore(state);
        if (_norm is not null)
        {
            // The last estimate is repeated from where it began, so that its bound has the same bits.
            _norm.Restore(state.Read("norm.start", _setting.Map.WeightBoundsState));
        }

        Finish(Current);
        ForgetIteration();
    }

    private protected override void Begin(Grant grant, ReadOnlySpan<BlockValue> reads, KernelCalls kernels)
    {
        if (grant.Work == Work.Step)
        {
            (_trial.Samples, _trial.Before, var lipschitz) = Reduce(reads);
            _problem.Pose(Current.Packed.Flat, Following.Packed.Flat, lipschitz);
            if (grant.Output == ValueKind.ParametersTrial)
            {
                _memory.Keep();
            }

            _stepTicket = kernels.Step(new UpdateTurn(_setting.Update, _problem, _memory));
        }
    }

    internal override BlockValue? Conclude(Grant grant, ReadOnlySpan<BlockValue> reads, KernelCalls kernels) => grant.Work switch
    {
        Work.Stand => Current,
        Work.Step when grant.Output == ValueKind.ParametersTrial => Try(kernels.SquaredMove(_stepTicket)),
        Work.Step => Move(StayInReach(kernels.SquaredMove(_stepTicket))),
        Work.Solve => Solve(reads),
        Work.Settle => Settle(reads),
        _ => throw Refused(grant),
    };

    /// <summary>Θᵏ is the point at which an iteration begins.</summary>
    private protected override void BeginIteration(int iteration)
    {
        _problem.RateFactor = _setting.RateFactor(iteration);
        if (_anchor.Length > 0)
        {
            Device.Copy(Current.Packed.Flat, _anchor);
        }
    }

    private ParameterValue Try(double squaredMove)
    {
        _trial.Before = (_trial.Before / _trial.Samples) + _problem.Proximity(Current.Packed.Flat);
        (_trial.Required, _trial.SquaredMove) = (_setting.Update.RequiredDecrease(_problem, squaredMove), squaredMove);
        return Advance();
    }

    private ParameterValue Move(double squaredMove)
    {
        Report = Report with { SquaredMove = Report.SquaredMove + squaredMove };
        return Advance();
    }

    private ParameterValue Solve(ReadOnlySpan<BlockValue> reads)
    {
        ((EvaluatedParameterProblem)_problem).Pose(reads, Current.Packed.Flat, Following.Packed.Flat);
        return Move(_setting.Update.Step(_problem, _memory));
    }

    /// <summary>The shares of a joint bound hold while W stays within ρ of the versions that others still use; a longer step is cut on its way.</summary>
    private double StayInReach(double squaredMove)
    {
        if (_setting is not { Delay: { } delay, Update.NeedsLipschitz: true } || _norm is null)
        {
            return squaredMove;
        }

        var radius = TermShares.Radius(Current.SquaredNorm) / TermShares.Window(delay);
        var share = radius / Math.Sqrt(squaredMove);
        if (!(share < 1))
        {
            return squaredMove;
        }

        _problem.Shorten(share);
        return radius * radius;
    }

    private ParameterValue Settle(ReadOnlySpan<BlockValue> checks)
    {
        var after = 0.0;
        foreach (var check in checks)
        {
            after += ((TermValue)check).Term;
        }

        after = (after / _trial.Samples) + _problem.Proximity(_problem.Next);
        var squaredMove = _trial.SquaredMove;
        if (!Settlement.Accepts(_trial.Before, after, _trial.Required))
        {
            _memory.TakeBack();
            _problem.Retarget(Following.Packed.Flat);
            squaredMove = BlockUpdate.StepCertainly(_problem);
            Report = Report with { Rejected = Report.Rejected + 1 };
            Advance();
        }

        Report = Report with { SquaredMove = Report.SquaredMove + squaredMove };
        return Current;
    }

    /// <summary>Adds the summands' samples, terms and Lipschitz constants up in shard order; their gradients follow when the update asks.</summary>
    private (int Samples, double Term, (double Estimated, double Certified) Lipschitz) Reduce(ReadOnlySpan<BlockValue> summands)
    {
        var (samples, term, estimated, certified) = (0, 0.0, 0.0, 0.0);
        foreach (var value in summands)
        {
            var summand = Summand(value);
            samples += summand.Samples;
            term += summand.Term;
            estimated += summand.Curvature;
            certified += summand.CertifiedCurvature;
        }

        _problem.Begin(samples);
        foreach (var value in summands)
        {
            _problem.Add(Summand(value).Gradient, Summand(value).Sign);
        }

        return (samples, term, (estimated / samples, certified / samples));
    }

    private static int Versions(ParameterSetting setting) => Math.Max(setting.Guarded ? 3 : 2, (2 * (setting.Delay ?? 0)) + 1);

    private static int Anchored(ParameterSetting setting, int size) => double.IsPositiveInfinity(setting.ProximalStep) ? 0 : size;

    private static SummandValue Summand(BlockValue value) => value is EvaluationValue evaluation ? evaluation.Summand : (SummandValue)value;

    private ParameterValue Advance()
    {
        _current = (_current + 1) % _ring.Length;
        Finish(Current);
        return Current;
    }

    private void Finish(ParameterValue value)
    {
        Device.Pack(value.Packed);
        if (_norm is not null)
        {
            value.SquaredNorm = _norm.Estimate(value.Packed);
            value.CertifiedSquaredNorm = _norm.Certified(value.Packed);
        }

        Stamped(value);
    }
}
