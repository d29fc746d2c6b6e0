using LiftedActors.Model.Networks;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Blocks;

/// <summary>What the owner of a term needs to know.</summary>
/// <param name="Layer">The layer ℓ.</param>
/// <param name="Weight">The weight μ_ℓ of its penalty.</param>
/// <param name="Capacity">The most samples of a batch on the shard.</param>
/// <param name="BoundsParameters">Whether the update of Θ_ℓ asks for Lipschitz constants.</param>
/// <param name="Update">The update of Z_ℓ.</param>
/// <param name="Guarded">Whether steps of Z_ℓ are settled.</param>
internal sealed record TermSetting(Layer Layer, double Weight, int Capacity, bool BoundsParameters, BlockUpdate Update, bool Guarded);
