namespace LiftedActors.Host.Specs;

/// <summary>How data are compared with what the network makes of an input.</summary>
public enum MisfitKind
{
    /// <summary>½|z_L − f|² with z_L as one more free activation: the data are a noisy copy of the activation, and may lie outside its range.</summary>
    Squared,

    /// <summary>B_Ψ(f, x_L): the data are an activation; they must lie in its range.</summary>
    Bregman,
}

/// <summary>Where an inversion begins.</summary>
public enum StartKind
{
    /// <summary>At zero.</summary>
    Zero,

    /// <summary>At what the layers above make of the data: the learned decoder of an autoencoder.</summary>
    Decoder,

    /// <summary>At a picture of one's own, the same for all samples.</summary>
    Image,

    /// <summary>At the pseudo-inverse of one layer after the other, without activations.</summary>
    PseudoInverse,
}

/// <summary>How the weight of the regulariser is chosen where no number is given.</summary>
public enum WeightRule
{
    /// <summary>The misfit meets the noise level.</summary>
    Discrepancy,

    /// <summary>Where misfit against regulariser bends most.</summary>
    LCurve,

    /// <summary>Where the solution changes least.</summary>
    QuasiOptimality,

    /// <summary>α = √2 δ/|v_α|.</summary>
    SourceNorm,
}
