using LiftedActors.Model.Kernels;
using LiftedActors.Model.Kernels.Convolutions;

namespace LiftedActors.Model.Networks.Structured;

/// <summary>A convolution of planes with the filters of a tensor, filters × channels × height × width; its adjoint is the synthesis operator.</summary>
/// <param name="Filters">The place of the filters in Θ.</param>
/// <param name="Geometry">The shapes.</param>
public sealed record ConvolutionOperation(int Filters, ConvolutionGeometry Geometry) : LinearOperation(Geometry.Input.Length, Geometry.Output.Length)
{
    /// <inheritdoc/>
    public override int? Tensor => Filters;

    /// <inheritdoc/>
    internal override Footprint FormFootprint => PackedFilters.Footprint(Footprint.PackedForms, Geometry);

    /// <summary>Σ over positions of |patch|²: a pixel is in as many patches as the kernel has taps, and again in each of its reflections.</summary>
    internal override double SquaredSensitivity => Geometry.Window.Taps * (Geometry.Window.Mode == PaddingMode.Reflect ? 4.0 : 1.0);

    /// <inheritdoc/>
    internal override OperationForm CreateForm(Real[] parameters, int offset) =>
        new Form(Geometry, Matrix.Over(parameters, offset, Geometry.Filters, Geometry.Patch));

    /// <inheritdoc/>
    internal override OperationKernel CreateKernel(int capacity) => new Kernel(Geometry);

    /// <inheritdoc/>
    internal override Footprint KernelFootprint(int capacity) => ConvolutionWorkspace.Footprint(Footprint.Evaluations, Geometry)
        + Matrix.Footprint(Footprint.Evaluations, Geometry.Filters, Geometry.Patch);

    /// <inheritdoc/>
    internal override double CertifiedSquaredNorm(OperationForm? form) => ((Form)form!).CertifiedSquaredNorm;

    private sealed class Form(ConvolutionGeometry geometry, Matrix weights) : OperationForm
    {
        private ConvolutionNorm? _norm;

        public PackedFilters Filters { get; } = new(geometry);

        /// <summary>Asked for by few methods, and with a workspace of its own.</summary>
        public double CertifiedSquaredNorm => (_norm ??= new ConvolutionNorm(geometry)).Certified(weights);

        public override void Pack() => Filters.Pack(weights);
    }

    private sealed class Kernel(ConvolutionGeometry geometry) : OperationKernel
    {
        private readonly ConvolutionWorkspace _workspace = new(geometry);
        private readonly Matrix _gradient = new(geometry.Filters, geometry.Patch);

        public override void Apply(Matrix v, OperationForm? form, Matrix result) => ConvolutionProduct.Apply(((Form)form!).Filters, v, result, _workspace);

        public override void ApplyAdjoint(Matrix e, OperationForm? form, Matrix result) =>
            ConvolutionProduct.ApplyAdjoint(((Form)form!).Filters, e, result, _workspace);

        public override void Correlate(Matrix e, Matrix v, Span<Real> gradient)
        {
            ConvolutionProduct.Correlate(e, v, _gradient, _workspace);
            _gradient.Values.CopyTo(gradient);
        }
    }
}
