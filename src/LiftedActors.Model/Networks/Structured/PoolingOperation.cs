using LiftedActors.Model.Kernels;
using LiftedActors.Model.Kernels.Convolutions;

namespace LiftedActors.Model.Networks.Structured;

/// <summary>The mean over squares of pixels of each plane; nothing of it is learned.</summary>
/// <param name="Geometry">The shapes.</param>
public sealed record PoolingOperation(PoolingGeometry Geometry) : LinearOperation(Geometry.Input.Length, Geometry.Output.Length)
{
    /// <inheritdoc/>
    internal override OperationKernel CreateKernel(int capacity) => new Kernel(Geometry);

    /// <inheritdoc/>
    internal override double CertifiedSquaredNorm(OperationForm? form) => Geometry.SquaredNorm;

    private sealed class Kernel(PoolingGeometry geometry) : OperationKernel
    {
        public override void Apply(Matrix v, OperationForm? form, Matrix result) => AveragePoolingProduct.Apply(geometry, v, result);

        public override void ApplyAdjoint(Matrix e, OperationForm? form, Matrix result) => AveragePoolingProduct.ApplyAdjoint(geometry, e, result);

        public override void Correlate(Matrix e, Matrix v, Span<Real> gradient) => throw new InvalidOperationException("A mean has no parameters.");
    }
}
