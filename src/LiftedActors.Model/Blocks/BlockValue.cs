using LiftedActors.Model.Devices;

namespace LiftedActors.Model.Blocks;

/// <summary>
/// A value that one block publishes and others read. Its owner writes it before publishing and not again until every reader of
/// this version is done; the schedule guarantees that, and a law test proves it for every schedule.
/// </summary>
public abstract class BlockValue
{
    /// <summary>Tells contents apart: an owner never publishes two different contents with one stamp.</summary>
    public long Stamp { get; internal set; }
}

/// <summary>Activations z_ℓ of one shard, samples × features.</summary>
public sealed class ActivationValue(DeviceMatrix values) : BlockValue
{
    /// <summary>z, samples × features.</summary>
    public DeviceMatrix Values { get; } = values;
}

/// <summary>Parameters Θ_ℓ with their packed forms and bounds on |W|².</summary>
public sealed class ParameterValue(DeviceParameters packed) : BlockValue
{
    /// <summary>W, b and the packed forms of W.</summary>
    public DeviceParameters Packed { get; } = packed;

    /// <summary>|W|² by power iteration with a margin; 0 where no update asks for it.</summary>
    public double SquaredNorm { get; internal set; }

    /// <summary>A bound that |W|² never exceeds; 0 where no update asks for it.</summary>
    public double CertifiedSquaredNorm { get; internal set; }
}

/// <summary>What the term of layer ℓ sends to Z_{ℓ−1}: W_ℓᵀe_ℓ, the term itself and the Lipschitz constants of its gradient in z_{ℓ−1}.</summary>
public sealed class FeedbackValue(DeviceMatrix values) : BlockValue
{
    /// <summary>e_ℓ W_ℓ, samples × features of layer ℓ−1.</summary>
    public DeviceMatrix Values { get; } = values;

    /// <summary>Σ over the shard's samples of the term.</summary>
    public double Term { get; internal set; }

    /// <summary>μ_ℓ Lip(σ_ℓ) |W_ℓ|², estimated.</summary>
    public double Curvature { get; internal set; }

    /// <summary>The same with a bound that is never exceeded.</summary>
    public double CertifiedCurvature { get; internal set; }
}

/// <summary>What the term of layer ℓ on one shard sends to Θ_ℓ: (eᵀz, Σe), the term itself and the Lipschitz constants of its gradient in Θ.</summary>
public sealed class SummandValue(DeviceParameters gradient) : BlockValue
{
    /// <summary>The sum over the shard's samples of the gradient.</summary>
    public DeviceParameters Gradient { get; } = gradient;

    /// <summary>The shard's samples in this batch; 0 in a free phase, where they are those of the clamped one.</summary>
    public int Samples { get; internal set; }

    /// <summary>1, or −1 in a free phase: the sign of the gradient in the sum.</summary>
    public int Sign { get; internal set; } = 1;

    /// <summary>Σ over the shard's samples of the term, with its sign.</summary>
    public double Term { get; internal set; }

    /// <summary>μ_ℓ Lip(σ_ℓ) |[Z_{ℓ−1}, 1]|², estimated.</summary>
    public double Curvature { get; internal set; }

    /// <summary>The same with a bound that is never exceeded.</summary>
    public double CertifiedCurvature { get; internal set; }
}

/// <summary>Feedback and summand of the term of layer ℓ on one shard, evaluated at one point: one value for two readers.</summary>
/// <param name="feedback">For Z_{ℓ−1}.</param>
/// <param name="summand">For Θ_ℓ.</param>
public sealed class EvaluationValue(FeedbackValue feedback, SummandValue summand) : BlockValue
{
    /// <summary>For Z_{ℓ−1}; its curvature is the term's share of the joint bound.</summary>
    public FeedbackValue Feedback { get; } = feedback;

    /// <summary>For Θ_ℓ; its curvature is the term's share of the joint bound.</summary>
    public SummandValue Summand { get; } = summand;
}

/// <summary>The term of layer ℓ on one shard at a trial point of one of its blocks.</summary>
public sealed class TermValue : BlockValue
{
    /// <summary>Σ over the shard's samples of the term.</summary>
    public double Term { get; internal set; }
}
