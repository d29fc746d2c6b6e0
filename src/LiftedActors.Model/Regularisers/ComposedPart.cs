using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Regularisers;

/// <summary>One part w P(K u) of a regulariser behind a linear operator, with its place among the dual variables.</summary>
/// <param name="Operator">K.</param>
/// <param name="Potential">P.</param>
/// <param name="Weight">w &gt; 0.</param>
internal sealed record ComposedPart(LinearOperator Operator, ConvexPotential Potential, double Weight)
{
    /// <summary>The rows of K.</summary>
    public int Rows => Operator.OutputSize;
}
