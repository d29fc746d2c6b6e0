using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Blocks;

/// <summary>
/// A block Z_ℓ,s, ℓ ≥ 1, as the owner of its term μ C(z_ℓ, W_ℓ z_{ℓ−1} + b_ℓ). From one pre-activation product the term yields its
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
    private readonly SpectralBounds? _inputNorm;
    private (long Activation, long Parameters) _preactivationOf;
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
        Penalty = new BregmanPenalty(setting.Layer.Activation, setting.Weight);
        Preactivation = Device.CreateMatrix(setting.Capacity, map.Outputs);
        _error = Device.CreateMatrix(setting.Capacity, map.Outputs);
        _evaluations = [.. Enumerable.Range(0, Versions(setting)).Select(_ => new EvaluationValue(
            new FeedbackValue(Device.CreateMatrix(id.Layer > 1 ? setting.Capacity : 0, map.Inputs)), new SummandValue(Device.CreateGradient(map))))];
        _inputNorm = setting.BoundsParameters ? Device.CreateSpectralBounds(setting.Capacity, map.Inputs) : null;
    }

    /// <summary>The memory of the owner of a term, without its activations.</summary>
    private protected static Footprint TermFootprint(int layer, TermSetting setting)
    {
        var map = setting.Layer.Map;
        return (2 * Matrix.Footprint(Footprint.Evaluations, setting.Capacity, map.Outputs))
            + (Versions(setting) * (Matrix.Footprint(Footprint.Evaluations, layer > 1 ? setting.Capacity : 0, map.Inputs) + Parameters.Footprint(Footprint.Summands, map)))
            + (setting.BoundsParameters ? SpectralNorm.Footprint(setting.Capacity, map.Inputs) : Footprint.Nothing);
    }

    /// <summary>The layer, the weight and the sizes.</summary>
    private protected TermSetting Setting { get; }

    /// <summary>Where the values lie.</summary>
    private protected ComputeDevice Device => Setting.Device;

    /// <summary>The penalty μB of this layer; for a pinned target the loss.</summary>
    private protected BregmanPenalty Penalty { get; }

    /// <summary>x = z_{ℓ−1}Wᵀ + b for the versions last read.</summary>
    private protected DeviceMatrix Preactivation { get; }

    /// <summary>The current activations z_ℓ.</summary>
    private protected abstract DeviceMatrix Activations { get; }

    /// <summary>The value of the term at the last evaluation.</summary>
    private protected double Term { get; private set; }

    /// <summary>The term's share of the joint bound for z itself; 0 where the others rest.</summary>
    private protected double OwnShare { get; private set; }

    private protected override void BeginIteration(int iteration) => _evaluated = false;

    /// <summary>Carries out the evaluations that every term knows; steps are left to the block.</summary>
    private protected override BlockValue? CarryOut(Grant grant, ReadOnlySpan<BlockValue> reads) => grant.Work switch
    {
        Work.Feedback => Feedback((ActivationValue)reads[0], (ParameterValue)reads[1]),
        Work.Summand => Summand((ActivationValue)reads[0], (ParameterValue)reads[1]),
        Work.Evaluate => EvaluateForAll((ActivationValue)reads[0], (ParameterValue)reads[1]),
        Work.Check => Check((ActivationValue)reads[0], (ParameterValue)reads[1]),
        _ => throw Refused(grant),
    };

    /// <summary>Makes x current for the given inputs.</summary>
    private protected void EvaluatePreactivation(ActivationValue input, ParameterValue parameters)
    {
        var wanted = (input.Stamp, parameters.Stamp);
        if (_preactivationOf != wanted)
        {
            Device.Apply(input.Values, parameters.Packed, Preactivation);
            _preactivationOf = wanted;
            _errorOf = -1;
        }
    }

    /// <summary>Makes the error and the term current for the present x and z.</summary>
    private protected void EvaluateError(long activationStamp)
    {
        if (_errorOf != activationStamp)
        {
            Term = Device.Error(Penalty, Preactivation, Activations, _error);
            _errorOf = activationStamp;
        }
    }

    /// <summary>Tells z contents apart.</summary>
    private protected abstract long ActivationStamp { get; }

    /// <summary>Forgets everything that was derived.</summary>
    private protected void ForgetEvaluations() => (_preactivationOf, _errorOf, _normOf) = (default, -1, default);

    private FeedbackValue Feedback(ActivationValue input, ParameterValue parameters)
    {
        Evaluate(input, parameters);
        var feedback = _evaluations[0].Feedback;
        Device.ApplyAdjoint(_error, parameters.Packed, feedback.Values);
        feedback.Term = Term;
        feedback.Curvature = Penalty.Curvature * parameters.SquaredNorm;
        feedback.CertifiedCurvature = Penalty.Curvature * parameters.CertifiedSquaredNorm;
        return Stamped(feedback);
    }

    private SummandValue Summand(ActivationValue input, ParameterValue parameters)
    {
        Evaluate(input, parameters);
        var summand = _evaluations[0].Summand;
        Device.Correlate(_error, input.Values, summand.Gradient);
        summand.Samples = Preactivation.Rows;
        summand.Term = Term;
        if (_inputNorm is not null)
        {
            // |[Z, 1]|² ≤ |Z|² + samples.
            _inputNorm.Restart();
            summand.Curvature = Penalty.Curvature * (_inputNorm.Estimate(input.Values) + Preactivation.Rows);
            summand.CertifiedCurvature = Penalty.Curvature * (_inputNorm.Certified(input.Values) + Preactivation.Rows);
        }

        return Stamped(summand);
    }

    /// <summary>Feedback and summand of one point: two products besides that of x.</summary>
    private EvaluationValue EvaluateForAll(ActivationValue input, ParameterValue parameters)
    {
        Evaluate(input, parameters);
        _evaluation = (_evaluation + 1) % _evaluations.Length;
        var (feedback, summand) = (_evaluations[_evaluation].Feedback, _evaluations[_evaluation].Summand);
        if (Id.Layer > 1)
        {
            Device.ApplyAdjoint(_error, parameters.Packed, feedback.Values);
        }

        Device.Correlate(_error, input.Values, summand.Gradient);
        summand.Samples = Preactivation.Rows;
        if (_inputNorm is not null)
        {
            var shares = TermShares.Of(Bounds(input, parameters), Setting.Delay ?? 0);
            (summand.Curvature, feedback.Curvature, OwnShare) = (shares.Parameters, shares.Below, shares.Own);
        }

        return Stamped(_evaluations[_evaluation]);
    }

    private TermBounds Bounds(ActivationValue input, ParameterValue parameters)
    {
        if (_normOf.Input != input.Stamp)
        {
            _inputNorm!.Restart();
            _normOf = (input.Stamp, _inputNorm.Estimate(input.Values) + Preactivation.Rows);
        }

        // B(z, x) ≥ |σ(x) − z|²/(2 Lip σ) bounds the error without another pass.
        var squaredError = 2 * Penalty.Curvature * Term;
        return new TermBounds(
            Penalty.Weight, Penalty.Curvature, parameters.SquaredNorm, _normOf.Squared, squaredError, Id.Layer > 1, this is AuxiliaryBlock);
    }

    private TermValue Check(ActivationValue input, ParameterValue parameters)
    {
        Evaluate(input, parameters);
        _check.Term = Term;
        return Stamped(_check);
    }

    private static int Versions(TermSetting setting) => (2 * (setting.Delay ?? 0)) + 1;

    private void Evaluate(ActivationValue input, ParameterValue parameters)
    {
        EvaluatePreactivation(input, parameters);
        EvaluateError(ActivationStamp);
        Report = Report with { Term = Term, FirstTerm = _evaluated ? Report.FirstTerm : Term, Samples = Preactivation.Rows };
        _evaluated = true;
    }
}
