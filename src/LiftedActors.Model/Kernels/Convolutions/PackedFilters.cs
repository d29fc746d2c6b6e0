namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>One version of the weights of a convolution, as K and Kᵀ read them; packed once for any number of products, and then read by any thread.</summary>
public sealed class PackedFilters
{
    private readonly ConvolutionGeometry _geometry;

    /// <summary>Creates room for the weights of <paramref name="geometry"/>, at first zero.</summary>
    public PackedFilters(ConvolutionGeometry geometry)
        : this(PlaneKernel.Selected, geometry)
    {
    }

    internal PackedFilters(PlaneKernel kernel, ConvolutionGeometry geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        _geometry = geometry;
        (Forward, Adjoint) = (new(PlanePlan.Forward(kernel, geometry).Order), new(PlanePlan.Adjoint(kernel, geometry).Order));
    }

    /// <summary>The weights as K reads them.</summary>
    internal PlaneWeights Forward { get; }

    /// <summary>The weights as Kᵀ reads them.</summary>
    internal PlaneWeights Adjoint { get; }

    /// <summary>The memory of packed filters.</summary>
    public static Footprint Footprint(string part, ConvolutionGeometry geometry) =>
        PlaneWeights.Footprint(part, PlanePlan.Forward(PlaneKernel.Selected, geometry).Order)
        + PlaneWeights.Footprint(part, PlanePlan.Adjoint(PlaneKernel.Selected, geometry).Order);

    /// <summary>Takes over the weights. Cost: two moves per weight.</summary>
    /// <param name="weights">filters × (channels · kernel height · kernel width).</param>
    /// <exception cref="ArgumentException">The shape is another.</exception>
    public void Pack(Matrix weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Rows != _geometry.Filters || weights.Columns != _geometry.Patch)
        {
            throw new ArgumentException(
                $"Weights of {weights} do not fit the convolution {_geometry}: give {_geometry.Filters} × {_geometry.Patch}.", nameof(weights));
        }

        Forward.Pack(weights.Values);
        Adjoint.Pack(weights.Values);
    }

    /// <summary>Refuses a workspace of another geometry.</summary>
    internal void RequireFits(ConvolutionWorkspace workspace)
    {
        if (workspace.Geometry != _geometry)
        {
            throw new ArgumentException(
                $"Filters of the convolution {_geometry} do not fit a workspace of {workspace.Geometry}: create both from one geometry.", nameof(workspace));
        }
    }
}
