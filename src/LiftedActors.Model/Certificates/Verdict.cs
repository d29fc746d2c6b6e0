namespace LiftedActors.Model.Certificates;

/// <summary>What a certificate is worth.</summary>
public enum Verdict
{
    /// <summary>Nothing is claimed; the certificate says why.</summary>
    None,

    /// <summary>The bound holds under an assumption that was not, or cannot be, checked; the certificate names it.</summary>
    Conditional,

    /// <summary>The bound holds: all hypotheses of its theorem were checked, with the rounding of the check in it.</summary>
    Certified,
}
