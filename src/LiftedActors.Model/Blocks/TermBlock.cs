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
    private readonly FeedbackValue _feedback;
    private readonly SummandValue _summand;
    private readonly TermValue _check = new();
    private readonly Matrix _error;
    private readonly SpectralNorm? _inputNorm;
    private (long Activation, long Parameters) _preactivationOf;
    private long _errorOf;
    private bool _evaluated;

    /// <summary>Creates the term's owner.</summary>
    private protected TermBlock(BlockId id, TermSetting setting)
        : base(id)
    {
        Setting = setting;
        var map = setting.Layer.Map;
        Penalty = new BregmanPenalty(setting.Layer.Activation, setting.Weight);
        Preactivation = new Matrix(setting.Capacity, map.Outputs);
        _error = new Matrix(setting.Capacity, map.Outputs);
        _feedback = new FeedbackValue(id.Layer > 1 ? setting.Capacity : 0, map.Inputs);
        _summand = new SummandValue(map);
        _inputNorm = setting.BoundsParameters ? new SpectralNorm(setting.Capacity, map.Inputs) : null;
    }

    /// <summary>The memory of the owner of a term, without its activations.</summary>
    private protected static Footprint TermFootprint(int layer, TermSetting setting)
    {
        var map = setting.Layer.Map;
        return (2 * Matrix.Footprint(Footprint.Evaluations, setting.Capacity, map.Outputs))
            + Matrix.Footprint(Footprint.Evaluations, layer > 1 ? setting.Capacity : 0, map.Inputs)
            + Parameters.Footprint(Footprint.Summands, map)
            + (setting.BoundsParameters ? SpectralNorm.Footprint(setting.Capacity, map.Inputs) : Footprint.Nothing);
    }

    /// <summary>The layer, the weight and the sizes.</summary>
    private protected TermSetting Setting { get; }

    /// <summary>The penalty μB of this layer; for a pinned target the loss.</summary>
    private protected BregmanPenalty Penalty { get; }

    /// <summary>x = z_{ℓ−1}Wᵀ + b for the versions last read.</summary>
    private protected Matrix Preactivation { get; }

    /// <summary>The current activations z_ℓ.</summary>
    private protected abstract Matrix Activations { get; }

    /// <summary>The value of the term at the last evaluation.</summary>
    private protected double Term { get; private set; }

    private protected override void BeginIteration(int iteration) => _evaluated = false;

    /// <summary>Carries out the evaluations that every term knows; steps are left to the block.</summary>
    private protected override BlockValue? CarryOut(Grant grant, ReadOnlySpan<BlockValue> reads) => grant.Work switch
    {
        Work.Feedback => Feedback((ActivationValue)reads[0], (ParameterValue)reads[1]),
        Work.Summand => Summand((ActivationValue)reads[0], (ParameterValue)reads[1]),
        Work.Check => Check((ActivationValue)reads[0], (ParameterValue)reads[1]),
        _ => throw Refused(grant),
    };

    /// <summary>Makes x current for the given inputs.</summary>
    private protected void EvaluatePreactivation(ActivationValue input, ParameterValue parameters)
    {
        var wanted = (input.Stamp, parameters.Stamp);
        if (_preactivationOf != wanted)
        {
            Affine.Apply(input.Values, parameters.Packed, Preactivation);
            _preactivationOf = wanted;
            _errorOf = -1;
        }
    }

    /// <summary>Makes the error and the term current for the present x and z.</summary>
    private protected void EvaluateError(long activationStamp)
    {
        if (_errorOf != activationStamp)
        {
            Term = Penalty.Error(Preactivation, Activations, _error);
            _errorOf = activationStamp;
        }
    }

    /// <summary>Tells z contents apart.</summary>
    private protected abstract long ActivationStamp { get; }

    /// <summary>Forgets everything that was derived.</summary>
    private protected void ForgetEvaluations() => (_preactivationOf, _errorOf) = (default, -1);

    private FeedbackValue Feedback(ActivationValue input, ParameterValue parameters)
    {
        Evaluate(input, parameters);
        Affine.ApplyAdjoint(_error, parameters.Packed, _feedback.Values);
        _feedback.Term = Term;
        _feedback.Curvature = Penalty.Curvature * parameters.SquaredNorm;
        _feedback.CertifiedCurvature = Penalty.Curvature * parameters.CertifiedSquaredNorm;
        return Stamped(_feedback);
    }

    private SummandValue Summand(ActivationValue input, ParameterValue parameters)
    {
        Evaluate(input, parameters);
        Affine.Correlate(_error, input.Values, _summand.Gradient);
        _summand.Samples = Preactivation.Rows;
        _summand.Term = Term;
        if (_inputNorm is not null)
        {
            // |[Z, 1]|² ≤ |Z|² + samples.
            _inputNorm.Restart();
            _summand.Curvature = Penalty.Curvature * (_inputNorm.Estimate(input.Values) + Preactivation.Rows);
            _summand.CertifiedCurvature = Penalty.Curvature * (_inputNorm.Certified(input.Values) + Preactivation.Rows);
        }

        return Stamped(_summand);
    }

    private TermValue Check(ActivationValue input, ParameterValue parameters)
    {
        Evaluate(input, parameters);
        _check.Term = Term;
        return Stamped(_check);
    }

    private void Evaluate(ActivationValue input, ParameterValue parameters)
    {
        EvaluatePreactivation(input, parameters);
        EvaluateError(ActivationStamp);
        Report = Report with { Term = Term, FirstTerm = _evaluated ? Report.FirstTerm : Term, Samples = Preactivation.Rows };
        _evaluated = true;
    }
}
