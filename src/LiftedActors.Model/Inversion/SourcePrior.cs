namespace LiftedActors.Model.Inversion;

/// <summary>The regulariser of a <see cref="SourceExperiment"/>.</summary>
public enum SourcePrior
{
    /// <summary>J(u) = ½|u|².</summary>
    Tikhonov,

    /// <summary>J(u) = Σ |u_{i+1} − u_i| on a box that holds u† inside, so that a duality gap is known.</summary>
    TotalVariation,
}
