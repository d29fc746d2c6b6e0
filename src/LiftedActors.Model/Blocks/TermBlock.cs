using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Blocks;

/// <summary>
/// A block Z_ℓ,s, ℓ ≥ 1, as the owner of its term μ C(z_ℓ, f_ℓ(z_{ℓ−1}, Θ_ℓ)). From one pre-activation the term yields its
/// own error, the feedback for Z_{ℓ−1,s} and the summand for Θ_ℓ.
/// </summary>
/// <remarks>
/// The pre-activation is reused only while both versions that it read are current, and the error only while z is, too.
/// </remarks>
public abstract class TermBlock : Block
{
    private readonly EvaluationValue[] _evaluations;
    private readonly TermValue _check = new();
    private readonly DeviceMatrix _error;
    private readonly LayerOperator _layer;
    private readonly InputBounds? _inputNorm;
    private (long Below, long Parameters, long Data) _preactivationOf;
    private long _errorOf;
    private (long Input, double Squared) _normOf;
    private int _evaluation;
    private int? _errorTicket;
    private bool _evaluated;

    /// <summary>Creates the term's owner.</summary>
    private protected TermBlock(BlockId id, TermSetting setting)
        : base(id)
    {
        Setting = setting;
        var map = setting.Layer.Map;
        Penalty = setting.Penalty;
        _layer = Device.CreateOperator(map, setting.Capacity);
        Preactivation = Device.CreateMatrix(setting.Capacity, map.Outputs);
        Centre = Penalty.IsCentredAtActivation ? Device.CreateMatrix(setting.Capacity, map.Outputs) : Preactivation;
        _error = Device.CreateMatrix(setting.Capacity, map.Outputs);
        _evaluations = [.. Enumerable.Range(0, Versions(setting)).Select(_ => new EvaluationValue(
            new FeedbackValue(Device.CreateMatrix(setting.FeedsBelow ? setting.Capacity : 0, map.Inputs)), new SummandValue(Device.CreateGradient(map)) { Sign = setting.Sign }))];
        _inputNorm = setting.BoundsParameters ? Device.CreateInputBounds(map, setting.Capacity) : null;
    }

    /// <summary>The memory of the owner of a term, without its activations.</summary>
    private protected static Footprint TermFootprint(TermSetting setting)
    {
        var map = setting.Layer.Map;
        return ((setting.Penalty.IsCentredAtActivation ? 3 : 2) * Matrix.Footprint(Footprint.Evaluations, setting.Capacity, map.Outputs))
            + map.OperatorFootprint(setting.Capacity)
            + (Versions(setting) * (Matrix.Footprint(Footprint.Evaluations, setting.FeedsBelow ? setting.Capacity : 0, map.Inputs) + LayerParameters.Footprint(Footprint.Summands, map)))
            + (setting.BoundsParameters ? map.InputBoundsFootprint(setting.Capacity) : Footprint.Nothing);
    }

    /// <summary>The layer, the weight and the sizes.</summary>
    private protected TermSetting Setting { get; }

    private protected override ComputeDevice Device => Setting.Device;

    /// <summary>The penalty μC of this layer; for a pinned target the loss.</summary>
    private protected LayerPenalty Penalty { get; }

    /// <summary>x = f(z_{ℓ−1}, Θ_ℓ) for the versions last read.</summary>
    private protected DeviceMatrix Preactivation { get; }

    /// <summary>The centre of the penalty for the same versions; x itself where the two are one.</summary>
    private protected DeviceMatrix Centre { get; }

    /// <summary>The current activations z_ℓ.</summary>
    private protected abstract DeviceMatrix Activations { get; }

    /// <summary>The samples that means are over: those of the clamped phase.</summary>
    private int Samples => Setting.Sign > 0 ? Preactivation.Rows : 0;

    /// <summary>The value of the term at the last evaluation, without its sign, together with <see cref="Sparsity"/>.</summary>
    private protected double Term { get; private set; }

    /// <summary>The ℓ₁ penalty of the activations at the last evaluation.</summary>
    private protected double Sparsity { get; private set; }

    /// <summary>The term's share of the joint bound for z itself; 0 where the others rest.</summary>
    private protected double OwnShare { get; private set; }

    private protected override void BeginIteration(int iteration) => _evaluated = false;

    /// <summary>Asks for the evaluations that every term knows; steps are left to the block.</summary>
    private protected override void Begin(Grant grant, ReadOnlySpan<BlockValue> reads, KernelCalls kernels)
    {
        if (grant.Work is not (Work.Feedback or Work.Summand or Work.Evaluate or Work.Check))
        {
            throw Refused(grant);
        }

        var of = LayerReads.Of(reads);
        EvaluatePreactivation(of, kernels);
        EvaluateError(kernels);
        if (grant.Work == Work.Evaluate)
        {
            _evaluation = (_evaluation + 1) % _evaluations.Length;
        }

        var (feedback, summand) = (_evaluations[_evaluation].Feedback, _evaluations[_evaluation].Summand);
        if (grant.Work == Work.Feedback || (grant.Work == Work.Evaluate && Setting.FeedsBelow))
        {
            kernels.ApplyAdjoint(new LayerProduct(_layer, new LayerInput(_error), of.Parameters.Packed, feedback.Values));
        }

        if (grant.Work == Work.Summand || (grant.Work == Work.Evaluate && Setting.AreParametersFree))
        {
            kernels.Correlate(new LayerCorrelation(_layer, _error, of.Input, of.Parameters.Packed, summand.Gradient));
        }
    }

    internal override BlockValue? Conclude(Grant grant, ReadOnlySpan<BlockValue> reads, KernelCalls kernels)
    {
        TakeError(kernels);
        var signed = Setting.Sign * Term;
        Report = Report with { Term = signed, FirstTerm = _evaluated ? Report.FirstTerm : signed, Sparsity = Sparsity, Samples = Samples };
        _evaluated = true;
        var of = LayerReads.Of(reads);
        return grant.Work switch
        {
            Work.Feedback => Feedback(of),
            Work.Summand => Summand(of),
            Work.Evaluate => Evaluation(of),
            // A step of Z_{ℓ−1} is settled by the energy of its own phase, one of Θ by what the term adds to the objective.
            _ => Check(grant.Output == ValueKind.ParametersCheck ? Setting.Sign : 1),
        };
    }

    /// <summary>Asks for x where it is not current for the given inputs.</summary>
    private protected void EvaluatePreactivation(LayerReads reads, KernelCalls kernels)
    {
        if (_preactivationOf != reads.Stamps)
        {
            kernels.Apply(new LayerProduct(_layer, reads.Input, reads.Parameters.Packed, Preactivation));
            if (Penalty.IsCentredAtActivation)
            {
                kernels.Activate(Penalty.Activation, Preactivation, Centre);
            }

            _preactivationOf = reads.Stamps;
            _errorOf = -1;
        }
    }

    /// <summary>Asks for the error and the term where they are not current for the present x and z; <see cref="TakeError"/> takes them.</summary>
    private protected void EvaluateError(KernelCalls kernels)
    {
        if (_errorOf != ActivationStamp)
        {
            _errorTicket = kernels.Error(new PenaltyPass(Penalty, Preactivation, Activations, _error));
            _errorOf = ActivationStamp;
        }
    }

    /// <summary>Takes the term that was asked for.</summary>
    private protected void TakeError(KernelCalls kernels)
    {
        if (_errorTicket is { } ticket)
        {
            _errorTicket = null;
            TakeTerm(kernels.Penalty(ticket));
        }
    }

    /// <summary>Makes the error and the term current for the present x and z at once.</summary>
    private protected void EvaluateErrorNow()
    {
        TakeTerm(Device.Error(Penalty, Preactivation, Activations, _error));
        _errorOf = ActivationStamp;
    }

    /// <summary>Tells z contents apart.</summary>
    private protected abstract long ActivationStamp { get; }

    /// <summary>Forgets everything that was derived.</summary>
    private protected void ForgetEvaluations() => (_preactivationOf, _errorOf, _normOf) = (default, -1, default);

    private void TakeTerm(double penalty)
    {
        Sparsity = TermEvaluation.Sparsity(Device, Penalty, Activations);
        Term = penalty + Sparsity;
    }

    private FeedbackValue Feedback(LayerReads reads)
    {
        var feedback = _evaluations[_evaluation].Feedback;
        feedback.Term = Term;
        feedback.Curvature = Penalty.Curvature * reads.Parameters.SquaredNorm;
        feedback.CertifiedCurvature = Penalty.Curvature * reads.Parameters.CertifiedSquaredNorm;
        return Stamped(feedback);
    }

    private SummandValue Summand(LayerReads reads)
    {
        var summand = _evaluations[_evaluation].Summand;
        summand.Samples = Samples;
        summand.Term = Setting.Sign * Term;
        if (_inputNorm is not null)
        {
            summand.Curvature = Penalty.Curvature * _inputNorm.Estimate(reads.Input, reads.Parameters.Packed);
            summand.CertifiedCurvature = Penalty.Curvature * _inputNorm.Certified(reads.Input, reads.Parameters.Packed);
        }

        return Stamped(summand);
    }

    /// <summary>Feedback and summand of one point: two products besides that of x.</summary>
    private EvaluationValue Evaluation(LayerReads reads)
    {
        var evaluation = _evaluations[_evaluation];
        evaluation.Summand.Samples = Samples;
        if (Setting.SharesBounds)
        {
            var shares = TermShares.Of(Bounds(reads), Setting.Delay ?? 0);
            (evaluation.Summand.Curvature, evaluation.Feedback.Curvature, OwnShare) = (shares.Parameters, shares.Below, shares.Own);
        }

        return Stamped(evaluation);
    }

    private TermBounds Bounds(LayerReads reads)
    {
        if (_inputNorm is not null && _normOf.Input != reads.Below.Stamp)
        {
            _normOf = (reads.Below.Stamp, _inputNorm.Estimate(reads.Input, reads.Parameters.Packed));
        }

        var squaredError = Penalty.SquaredErrorBound(Term);
        return new TermBounds(
            Penalty.Weight, Penalty.Curvature, reads.Parameters.SquaredNorm, _normOf.Squared, squaredError, Setting.FeedsBelow, this is AuxiliaryBlock, Setting.AreParametersFree);
    }

    private TermValue Check(int sign)
    {
        _check.Term = sign * Term;
        return Stamped(_check);
    }

    private static int Versions(TermSetting setting) => (2 * (setting.Delay ?? 0)) + 1;
}
