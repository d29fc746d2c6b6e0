using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Inversion;

/// <summary>The lifted misfit u ↦ B_Ψ(f, A u + b) of one layer and its data: convex in u, with a gradient that never differentiates the activation.</summary>
/// <remarks>
/// B(f, x) = ½|f − σ(x)|² + D_Ψ(f, σ(x)), which does not cancel; ∇ = Aᵀ(σ(A u + b) − f) is Lipschitz with the constant Lip(σ)|A|². Instances are immutable. Source: docs/mathematics.md §1, §9.
/// </remarks>
public sealed class BregmanMisfit
{
    private readonly Real[] _data;

    /// <summary>Creates the misfit.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="data">f, of the length of its outputs.</param>
    /// <exception cref="ArgumentException">The data have another length, or a value that is not finite.</exception>
    /// <exception cref="DataOutOfRangeException">Data lie outside the range of the activation.</exception>
    public BregmanMisfit(SingleLayer layer, ReadOnlySpan<Real> data)
    {
        if (data.Length != layer.Outputs)
        {
            throw new ArgumentException($"The layer gives {layer.Outputs} values, but the data are {data.Length}; give one per output.", nameof(data));
        }

        InversionData.RequireInRange(layer.Activation, data);
        (Layer, _data) = (layer, data.ToArray());
        Lipschitz = layer.Activation.ActivationLipschitz * layer.Operator.NormBound * layer.Operator.NormBound;
    }

    /// <summary>The layer.</summary>
    public SingleLayer Layer { get; }

    /// <summary>f.</summary>
    public ReadOnlySpan<Real> Data => _data;

    /// <summary>A bound of the Lipschitz constant of the gradient.</summary>
    public double Lipschitz { get; }

    /// <summary>Creates what one iteration computes the misfit with.</summary>
    public Evaluation Evaluate() => new(this);

    /// <summary>The buffers of one iteration: x, σ(x) − f, and the misfit there.</summary>
    public sealed class Evaluation
    {
        private readonly BregmanMisfit _misfit;
        private readonly Matrix _x;
        private readonly Matrix _data;
        private readonly Matrix _error;

        internal Evaluation(BregmanMisfit misfit)
        {
            (_misfit, _data) = (misfit, Matrix.Over(misfit._data, 1, misfit._data.Length));
            (_x, _error) = (new Matrix(1, misfit._data.Length), new Matrix(1, misfit._data.Length));
        }

        /// <summary>x = A u + b.</summary>
        public Span<Real> Preactivation => _x.Values;

        /// <summary>σ(x) − f.</summary>
        public ReadOnlySpan<Real> Error => _error.Values;

        /// <summary>B(f, A u + b).</summary>
        public double At(ReadOnlySpan<Real> u)
        {
            _misfit.Layer.Preactivate(u, _x.Values);
            return AtPreactivation();
        }

        /// <summary>B(f, x) for the x that <see cref="Preactivation"/> holds.</summary>
        public double AtPreactivation() => _misfit.Layer.Activation.Error(_x, _data, 1, _error);

        /// <summary>Aᵀ(σ(x) − f), of what was evaluated last.</summary>
        /// <param name="gradient">Receives the gradient.</param>
        public void Gradient(Span<Real> gradient) => _misfit.Layer.Operator.ApplyAdjoint(_error.Values, gradient);
    }
}
