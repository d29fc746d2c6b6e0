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

    /// <summary>Where the values lie.</summary>
    private protected ComputeDevice Device => Setting.Device;

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

    /// <summary>Carries out the evaluations that every term knows; steps are left to the block.</summary>
    private protected override BlockValue? CarryOut(Grant grant, ReadOnlySpan<BlockValue> reads) => grant.Work switch
    {
        Work.Feedback => Feedback(LayerReads.Of(reads)),
        Work.Summand => Summand(LayerReads.Of(reads)),
        Work.Evaluate => EvaluateForAll(LayerReads.Of(reads)),
        // A step of Z_{ℓ−1} is settled by the energy of its own phase, one of Θ by what the term adds to the objective.
        Work.Check => Check(LayerReads.Of(reads), grant.Output == ValueKind.ParametersCheck ? Setting.Sign : 1),
        _ => throw Refused(grant),
    };

    /// <summary>Makes x current for the given inputs.</summary>
    private protected void EvaluatePreactivation(LayerReads reads)
    {
        if (_preactivationOf != reads.Stamps)
        {
            _layer.Apply(reads.Input, reads.Parameters.Packed, Preactivation);
            if (Penalty.IsCentredAtActivation)
            {
                Device.Activate(Penalty.Activation, Preactivation, Centre);
            }

            _preactivationOf = reads.Stamps;
            _errorOf = -1;
        }
    }

    /// <summary>Makes the error and the term current for the present x and z.</summary>
    private protected void EvaluateError(long activationStamp)
    {
        if (_errorOf != activationStamp)
        {
            Sparsity = TermEvaluation.Sparsity(Device, Penalty, Activations);
            Term = Device.Error(Penalty, Preactivation, Activations, _error) + Sparsity;
            _errorOf = activationStamp;
        }
    }

    /// <summary>Tells z contents apart.</summary>
    private protected abstract long ActivationStamp { get; }

    /// <summary>Forgets everything that was derived.</summary>
    private protected void ForgetEvaluations() => (_preactivationOf, _errorOf, _normOf) = (default, -1, default);

    private FeedbackValue Feedback(LayerReads reads)
    {
        Evaluate(reads);
        var feedback = _evaluations[0].Feedback;
        _layer.ApplyAdjoint(_error, reads.Parameters.Packed, feedback.Values);
        feedback.Term = Term;
        feedback.Curvature = Penalty.Curvature * reads.Parameters.SquaredNorm;
        feedback.CertifiedCurvature = Penalty.Curvature * reads.Parameters.CertifiedSquaredNorm;
        return Stamped(feedback);
    }

    private SummandValue Summand(LayerReads reads)
    {
        Evaluate(reads);
        var summand = _evaluations[0].Summand;
        _layer.Correlate(_error, reads.Input, reads.Parameters.Packed, summand.Gradient);
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
    private EvaluationValue EvaluateForAll(LayerReads reads)
    {
        Evaluate(reads);
        _evaluation = (_evaluation + 1) % _evaluations.Length;
        var (feedback, summand) = (_evaluations[_evaluation].Feedback, _evaluations[_evaluation].Summand);
        if (Setting.FeedsBelow)
        {
            _layer.ApplyAdjoint(_error, reads.Parameters.Packed, feedback.Values);
        }

        if (Setting.AreParametersFree)
        {
            _layer.Correlate(_error, reads.Input, reads.Parameters.Packed, summand.Gradient);
            summand.Samples = Samples;
        }

        if (Setting.SharesBounds)
        {
            var shares = TermShares.Of(Bounds(reads), Setting.Delay ?? 0);
            (summand.Curvature, feedback.Curvature, OwnShare) = (shares.Parameters, shares.Below, shares.Own);
        }

        return Stamped(_evaluations[_evaluation]);
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

    private TermValue Check(LayerReads reads, int sign)
    {
        Evaluate(reads);
        _check.Term = sign * Term;
        return Stamped(_check);
    }

    private static int Versions(TermSetting setting) => (2 * (setting.Delay ?? 0)) + 1;

    private void Evaluate(LayerReads reads)
    {
        EvaluatePreactivation(reads);
        EvaluateError(ActivationStamp);
        var signed = Setting.Sign * Term;
        Report = Report with { Term = signed, FirstTerm = _evaluated ? Report.FirstTerm : signed, Sparsity = Sparsity, Samples = Samples };
        _evaluated = true;
    }
}
