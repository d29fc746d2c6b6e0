namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>The buffers and tables of the products of one convolution, for any number of samples and one thread at a time.</summary>
public sealed class ConvolutionWorkspace
{
    /// <summary>Allocates them.</summary>
    public ConvolutionWorkspace(ConvolutionGeometry geometry)
        : this(PlaneKernel.Selected, geometry)
    {
    }

    internal ConvolutionWorkspace(PlaneKernel kernel, ConvolutionGeometry geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        Geometry = geometry;
        (Forward, Adjoint) = (new(PlanePlan.Forward(kernel, geometry)), new(PlanePlan.Adjoint(kernel, geometry)));
        Correlation = new(new CorrelationPlan(kernel, geometry));
    }

    /// <summary>The shapes.</summary>
    public ConvolutionGeometry Geometry { get; }

    /// <summary>K.</summary>
    internal PlaneProduct Forward { get; }

    /// <summary>Kᵀ.</summary>
    internal PlaneProduct Adjoint { get; }

    /// <summary>The gradient in the weights.</summary>
    internal PatchCorrelation Correlation { get; }

    /// <summary>The memory of a workspace.</summary>
    public static Footprint Footprint(string part, ConvolutionGeometry geometry)
    {
        PlaneKernel kernel = PlaneKernel.Selected;
        return PlaneProduct.Footprint(part, PlanePlan.Forward(kernel, geometry))
            + PlaneProduct.Footprint(part, PlanePlan.Adjoint(kernel, geometry))
            + PatchCorrelation.Footprint(part, new CorrelationPlan(kernel, geometry));
    }
}
