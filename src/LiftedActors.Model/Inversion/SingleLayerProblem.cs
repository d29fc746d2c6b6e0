using LiftedActors.Model.Regularisers;

namespace LiftedActors.Model.Inversion;

/// <summary>The inversion of one layer: min over u of B_Ψ(f, A u + b) + α J(u). It is convex.</summary>
/// <remarks>Instances are immutable. Source: M. Benning, lecture <em>Lifted training and inversion</em> (Bologna 2025); docs/mathematics.md §9.</remarks>
public sealed class SingleLayerProblem
{
    /// <summary>Creates the problem.</summary>
    /// <param name="misfit">B_Ψ(f, A u + b).</param>
    /// <param name="regulariser">J.</param>
    /// <param name="weight">α &gt; 0.</param>
    /// <exception cref="ArgumentException">The regulariser acts on vectors of another length, or the weight is not positive.</exception>
    public SingleLayerProblem(BregmanMisfit misfit, Regulariser regulariser, double weight)
    {
        if (regulariser.Size != misfit.Layer.Inputs)
        {
            throw new ArgumentException($"The layer takes {misfit.Layer.Inputs} values, but the regulariser acts on {regulariser.Size}; build it for the shape of the input.", nameof(regulariser));
        }

        if (!(weight > 0 && double.IsFinite(weight)))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), $"The weight of the regulariser must be positive and finite, which {weight} is not.");
        }

        (Misfit, Regulariser, Weight, Weighted) = (misfit, regulariser, weight, weight * regulariser);
    }

    /// <summary>B_Ψ(f, A u + b).</summary>
    public BregmanMisfit Misfit { get; }

    /// <summary>J.</summary>
    public Regulariser Regulariser { get; }

    /// <summary>α.</summary>
    public double Weight { get; }

    /// <summary>α J.</summary>
    public Regulariser Weighted { get; }

    /// <summary>The values of u.</summary>
    public int Size => Regulariser.Size;

    /// <summary>The same problem with another weight.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not positive.</exception>
    public SingleLayerProblem With(double weight) => new(Misfit, Regulariser, weight);

    /// <summary>The norm of v_α = (f − σ(A u + b))/α, the element that stands for the unknown one of the source condition: Aᵀv_α ∈ ∂J(u_α) at the minimiser.</summary>
    /// <param name="u">A minimiser.</param>
    public double SourceNorm(ReadOnlySpan<Real> u)
    {
        var evaluation = Misfit.Evaluate();
        evaluation.At(u);
        return Math.Sqrt(Kernels.VectorKernels.SquaredNorm(evaluation.Error)) / Weight;
    }
}
