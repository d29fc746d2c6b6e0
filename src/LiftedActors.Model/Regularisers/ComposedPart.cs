using LiftedActors.Model.Kernels;
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

    /// <summary>prox_{s(wP)*}(p + sKu) = y − sz with z = prox_{(w/s)P}(y/s), y = p + sKu (Moreau): the new p is a subgradient of wP at z.</summary>
    /// <param name="dual">p.</param>
    /// <param name="step">s.</param>
    /// <param name="image">Holds Ku; receives the new p.</param>
    /// <param name="preimage">Receives z.</param>
    public void Ascend(ReadOnlySpan<Real> dual, double step, Span<Real> image, Span<Real> preimage)
    {
        VectorKernels.Combine(image, (Real)(1 / step), dual, image);
        Potential.Prox(image, (Real)(Weight / step), preimage);
        VectorKernels.Difference(image, preimage, (Real)step, image);
    }
}
