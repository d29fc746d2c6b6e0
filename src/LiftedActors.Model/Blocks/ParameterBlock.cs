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
    private readonly Real[] _anchor;
    private readonly ParameterProblem _problem;
    private readonly UpdateMemory _memory;
    private readonly SpectralNorm? _norm;
    private int _current;
    private (double Before, double Required, double SquaredMove, int Samples) _trial;

    internal ParameterBlock(int layer, ParameterSetting setting)
        : base(BlockId.Parameters(layer))
    {
        _setting = setting;
        _ring = [.. Enumerable.Range(0, Versions(setting)).Select(_ => new ParameterValue(setting.Map))];
        var size = _ring[0].Packed.Values.Values.Length;
        _anchor = new Real[Anchored(setting, size)];
        _problem = new ParameterProblem(_anchor, setting.ProximalStep);
        _memory = new UpdateMemory(setting.Update.Moments, size);
        _norm = setting.PublishesNorm ? new SpectralNorm(setting.Map.Outputs, setting.Map.Inputs) : null;
    }

    /// <summary>The memory of a block.</summary>
    internal static Footprint Footprint(ParameterSetting setting)
    {
        var size = setting.Map.ParameterCount;
        return (Versions(setting) * PackedParameters.Footprint(setting.Map))
            + ((setting.Guarded ? 2 : 1) * UpdateMemory.Footprint(setting.Update.Moments, size))
            + Kernels.Footprint.OfArray<Real>(Kernels.Footprint.UpdateMemory, Anchored(setting, size))
            + (setting.PublishesNorm ? SpectralNorm.Footprint(setting.Map.Outputs, setting.Map.Inputs) : Kernels.Footprint.Nothing);
    }

    /// <summary>The memory of a saved state.</summary>
    internal static Footprint SavedFootprint(ParameterSetting setting) => Parameters.Footprint(Kernels.Footprint.Checkpoints, setting.Map)
        + UpdateMemory.SavedFootprint(setting.Update.Moments, setting.Map.ParameterCount)
        + Kernels.Footprint.OfArray<Real>(Kernels.Footprint.Checkpoints, setting.PublishesNorm ? setting.Map.Inputs : 0);

    /// <inheritdoc/>
    public override (ValueKind Kind, BlockValue Value)? Standing => (ValueKind.Parameters, _ring[_current]);

    /// <summary>The current version of Θ_ℓ; stays as it is until the block steps twice more.</summary>
    public ParameterValue Current => _ring[_current];

    private ParameterValue Following => _ring[(_current + 1) % _ring.Length];

    /// <summary>Sets Θ_ℓ at the start of a run.</summary>
    public void Initialise(ReadOnlySpan<Real> values)
    {
        values.CopyTo(Current.Packed.Values.Buffer);
        Finish(Current);
    }

    /// <inheritdoc/>
    public override BlockState Save()
    {
        var values = Current.Packed.Values.Buffer;
        var start = _norm is null ? Array.Empty<StateArray>() : [new StateArray("norm.start", 1, _norm.Start.Length, _norm.Start.ToArray())];
        return new BlockState(Id, [new StateArray("value", 1, values.Length, values.ToArray()), .. _memory.Save(), .. start], _memory.Steps);
    }

    /// <inheritdoc/>
    public override void Restore(BlockState state)
    {
        state.Read("value", Current.Packed.Values.Buffer);
        _memory.Restore(state);
        if (_norm is not null)
        {
            // The last estimate is repeated from where it began, so that its bound has the same bits.
            state.Read("norm.start", _norm.Vector);
        }

        Finish(Current);
        ForgetIteration();
    }

    private protected override BlockValue? CarryOut(Grant grant, ReadOnlySpan<BlockValue> reads) => grant.Work switch
    {
        Work.Step => Step(reads, grant.Output == ValueKind.ParametersTrial),
        Work.Settle => Settle(reads),
        _ => throw Refused(grant),
    };

    /// <summary>Θᵏ is the point at which an iteration begins.</summary>
    private protected override void BeginIteration(int iteration)
    {
        if (_anchor.Length > 0)
        {
            Current.Packed.Values.Buffer.CopyTo(_anchor, 0);
        }
    }

    private ParameterValue Step(ReadOnlySpan<BlockValue> summands, bool onTrial)
    {
        var (samples, term, lipschitz) = Reduce(summands);
        var current = Current.Packed.Values.Buffer;
        var next = Following.Packed.Values.Buffer;
        _problem.Pose(current, next, lipschitz);
        if (onTrial)
        {
            _memory.Keep();
        }

        _setting.Update.Step(_problem, _memory);
        var squaredMove = VectorKernels.SquaredDistance(next, current);
        if (onTrial)
        {
            _trial = ((term / samples) + _problem.Proximity(current), _setting.Update.RequiredDecrease(_problem, squaredMove), squaredMove, samples);
        }
        else
        {
            Report = Report with { SquaredMove = Report.SquaredMove + squaredMove };
        }

        return Advance();
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
            _problem.Retarget(Following.Packed.Values.Buffer);
            BlockUpdate.StepCertainly(_problem);
            squaredMove = VectorKernels.SquaredDistance(_problem.Next, _problem.Current);
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
            var summand = (SummandValue)value;
            samples += summand.Samples;
            term += summand.Term;
            estimated += summand.Curvature;
            certified += summand.CertifiedCurvature;
        }

        _problem.Begin(samples);
        foreach (var value in summands)
        {
            _problem.Add(((SummandValue)value).Gradient);
        }

        return (samples, term, (estimated / samples, certified / samples));
    }

    private static int Versions(ParameterSetting setting) => setting.Guarded ? 3 : 2;

    private static long Anchored(ParameterSetting setting, long size) => double.IsPositiveInfinity(setting.ProximalStep) ? 0 : size;

    private ParameterValue Advance()
    {
        _current = (_current + 1) % _ring.Length;
        Finish(Current);
        return Current;
    }

    private void Finish(ParameterValue value)
    {
        value.Packed.Pack();
        if (_norm is not null)
        {
            value.SquaredNorm = _norm.Estimate(value.Packed.Values.Weights);
            value.CertifiedSquaredNorm = _norm.Certified(value.Packed.Values.Weights);
        }

        Stamped(value);
    }
}
