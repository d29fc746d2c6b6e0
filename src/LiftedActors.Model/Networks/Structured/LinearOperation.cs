using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Networks.Structured;

/// <summary>A linear operation K on features, which a tensor of Θ may define.</summary>
/// <param name="Inputs">Features in.</param>
/// <param name="Outputs">Features out.</param>
public abstract record LinearOperation(int Inputs, int Outputs)
{
    /// <summary>The place in Θ of the tensor that defines K, to which K is linear; null where K is known.</summary>
    public virtual int? Tensor => null;

    /// <summary>Kᵀ.</summary>
    public virtual LinearOperation Adjoint() => new AdjointOperation(this);

    /// <summary>K v as an expression.</summary>
    public Expression On(Expression v) => new Image(this, v);

    /// <summary>What the products keep beside the tensor of one version of Θ; null where nothing.</summary>
    /// <param name="parameters">The values of Θ.</param>
    /// <param name="offset">Where the tensor begins.</param>
    internal virtual OperationForm? CreateForm(Real[] parameters, int offset) => null;

    /// <summary>The memory of the form.</summary>
    internal virtual Footprint FormFootprint => Footprint.Nothing;

    /// <summary>The operation with the workspace for batches of up to <paramref name="capacity"/> samples.</summary>
    internal abstract OperationKernel CreateKernel(int capacity);

    /// <summary>The memory of the workspace.</summary>
    internal virtual Footprint KernelFootprint(int capacity) => Footprint.Nothing;

    /// <summary>A bound that |K|² never exceeds.</summary>
    /// <param name="form">The form of the version of Θ; null for a known operation.</param>
    internal abstract double CertifiedSquaredNorm(OperationForm? form);

    /// <summary>A bound c with |K(δ) v| ≤ √c |δ| |v| for every tensor δ; 0 for a known operation.</summary>
    internal virtual double SquaredSensitivity => 0;
}

/// <summary>What the products keep beside the tensor of one version of Θ.</summary>
internal abstract class OperationForm
{
    /// <summary>Renews the form after the tensor was written.</summary>
    public abstract void Pack();
}

/// <summary>A linear operation with its workspace; the form is that of the version of Θ.</summary>
internal abstract class OperationKernel
{
    /// <summary>result = K v for every sample.</summary>
    public abstract void Apply(Matrix v, OperationForm? form, Matrix result);

    /// <summary>result = Kᵀ e for every sample.</summary>
    public abstract void ApplyAdjoint(Matrix e, OperationForm? form, Matrix result);

    /// <summary>gradient = the gradient of Σ ⟨e, K v⟩ in the tensor.</summary>
    public abstract void Correlate(Matrix e, Matrix v, Span<Real> gradient);
}

/// <summary>The adjoint of an operation.</summary>
/// <param name="Of">The operation.</param>
public sealed record AdjointOperation(LinearOperation Of) : LinearOperation(Of.Outputs, Of.Inputs)
{
    /// <inheritdoc/>
    public override int? Tensor => Of.Tensor;

    /// <inheritdoc/>
    public override LinearOperation Adjoint() => Of;

    /// <inheritdoc/>
    internal override Footprint FormFootprint => Of.FormFootprint;

    /// <inheritdoc/>
    internal override double SquaredSensitivity => Of.SquaredSensitivity;

    /// <inheritdoc/>
    internal override OperationForm? CreateForm(Real[] parameters, int offset) => Of.CreateForm(parameters, offset);

    /// <inheritdoc/>
    internal override OperationKernel CreateKernel(int capacity) => new Kernel(Of.CreateKernel(capacity));

    /// <inheritdoc/>
    internal override Footprint KernelFootprint(int capacity) => Of.KernelFootprint(capacity);

    /// <inheritdoc/>
    internal override double CertifiedSquaredNorm(OperationForm? form) => Of.CertifiedSquaredNorm(form);

    private sealed class Kernel(OperationKernel of) : OperationKernel
    {
        public override void Apply(Matrix v, OperationForm? form, Matrix result) => of.ApplyAdjoint(v, form, result);

        public override void ApplyAdjoint(Matrix e, OperationForm? form, Matrix result) => of.Apply(e, form, result);

        // ⟨e, Kᵀv⟩ = ⟨v, K e⟩.
        public override void Correlate(Matrix e, Matrix v, Span<Real> gradient) => of.Correlate(v, e, gradient);
    }
}
