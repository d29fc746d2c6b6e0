using LiftedActors.Model.Kernels;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Networks.Structured;

/// <summary>The product W v with a dense matrix, out × in.</summary>
/// <param name="Weights">The place of W in Θ.</param>
/// <param name="Inputs">Columns of W.</param>
/// <param name="Outputs">Rows of W.</param>
public sealed record DenseOperation(int Weights, int Inputs, int Outputs) : LinearOperation(Inputs, Outputs)
{
    /// <inheritdoc/>
    public override int? Tensor => Weights;

    /// <inheritdoc/>
    internal override Footprint FormFootprint => PackedWeights.Footprint(Outputs, Inputs);

    /// <summary>|δ v| ≤ |δ| |v|.</summary>
    internal override double SquaredSensitivity => 1;

    /// <inheritdoc/>
    internal override OperationForm CreateForm(Real[] parameters, int offset) => new Form(Matrix.Over(parameters, offset, Outputs, Inputs));

    /// <inheritdoc/>
    internal override OperationKernel CreateKernel(int capacity) => new Kernel(this);

    /// <inheritdoc/>
    internal override Footprint KernelFootprint(int capacity) => Matrix.Footprint(Footprint.Evaluations, Outputs, Inputs);

    /// <inheritdoc/>
    internal override double CertifiedSquaredNorm(OperationForm? form) => ((Form)form!).CertifiedSquaredNorm;

    private sealed class Form(Matrix weights) : OperationForm
    {
        private SpectralNorm? _norm;

        /// <summary>Asked for by few methods, and with a workspace of its own.</summary>
        public double CertifiedSquaredNorm => (_norm ??= new SpectralNorm(weights.Rows, weights.Columns)).Certified(weights);

        public PackedWeights Forms { get; } = new(weights);

        public override void Pack() => Forms.Pack();
    }

    private sealed class Kernel(DenseOperation operation) : OperationKernel
    {
        private readonly Matrix _gradient = new(operation.Outputs, operation.Inputs);

        public override void Apply(Matrix v, OperationForm? form, Matrix result) => ((Form)form!).Forms.Apply(v, result);

        public override void ApplyAdjoint(Matrix e, OperationForm? form, Matrix result) => ((Form)form!).Forms.ApplyAdjoint(e, result);

        public override void Correlate(Matrix e, Matrix v, Span<Real> gradient)
        {
            MatrixProduct.MultiplyTransposed(e, v, _gradient);
            _gradient.Values.CopyTo(gradient);
        }
    }
}
