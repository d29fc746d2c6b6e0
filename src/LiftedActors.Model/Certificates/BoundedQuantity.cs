namespace LiftedActors.Model.Certificates;

/// <summary>What a certificate bounds.</summary>
public enum BoundedQuantity
{
    /// <summary>|u − u†|, the distance from what is sought.</summary>
    Error,

    /// <summary>D_J(u, u†) = J(u) − J(u†) − ⟨p, u − u†⟩ with p ∈ ∂J(u†).</summary>
    BregmanDistance,

    /// <summary>E(u) − min E, how far a minimisation is from its end.</summary>
    Suboptimality,

    /// <summary>λ_min of the quadratic form that decides on joint convexity, from below.</summary>
    Curvature,
}
