using System.Numerics;

namespace LiftedActors.Model.Potentials;

/// <summary>A differentiable activation with 0 ≤ σ′ ≤ 1, as <see cref="MonotoneRoot"/> asks for it.</summary>
internal interface ISmoothActivation
{
    /// <summary>(σ(t), σ′(t)).</summary>
    (T Value, T Slope) At<T>(T t)
        where T : IBinaryFloatingPointIeee754<T>;
}
