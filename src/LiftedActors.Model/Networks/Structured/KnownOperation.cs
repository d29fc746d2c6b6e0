using LiftedActors.Model.Kernels;
using LiftedActors.Model.Operators;

namespace LiftedActors.Model.Networks.Structured;

/// <summary>A known forward operator A, such as a blur; nothing of it is learned.</summary>
/// <param name="Operator">A.</param>
public sealed record KnownOperation(LinearOperator Operator) : LinearOperation(Operator.InputSize, Operator.OutputSize)
{
    /// <inheritdoc/>
    internal override OperationKernel CreateKernel(int capacity) => new Kernel(Operator);

    /// <inheritdoc/>
    internal override double CertifiedSquaredNorm(OperationForm? form) => Operator.NormBound * Operator.NormBound;

    private sealed class Kernel(LinearOperator forward) : OperationKernel
    {
        public override void Apply(Matrix v, OperationForm? form, Matrix result)
        {
            result.Resize(v.Rows);
            for (var row = 0; row < v.Rows; row++)
            {
                forward.Apply(v.Row(row), result.Row(row));
            }
        }

        public override void ApplyAdjoint(Matrix e, OperationForm? form, Matrix result)
        {
            result.Resize(e.Rows);
            for (var row = 0; row < e.Rows; row++)
            {
                forward.ApplyAdjoint(e.Row(row), result.Row(row));
            }
        }

        public override void Correlate(Matrix e, Matrix v, Span<Real> gradient) =>
            throw new InvalidOperationException("A known operator has no parameters.");
    }
}
