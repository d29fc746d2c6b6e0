namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>
/// The products of a convolution K on one thread: K z, Kᵀ e and the gradient in the weights, for a batch of samples.
/// </summary>
/// <remarks>
/// Kᵀ as a layer, the synthesis operator u = Kᵀ v, is the same with the roles exchanged:
/// <see cref="ApplyAdjoint(PackedFilters, Matrix, Matrix, ConvolutionWorkspace)"/> forward,
/// <see cref="Apply(PackedFilters, Matrix, Matrix, ConvolutionWorkspace)"/> for its adjoint, and, since ⟨g, Kᵀ v⟩ = ⟨K g, v⟩,
/// <see cref="Correlate"/> with e = v and z = g. Nothing is allocated. A sample's results do not depend, to the bit, on the samples
/// beside it.
/// </remarks>
public static class ConvolutionProduct
{
    /// <summary>y = K z. Cost: 2·samples·filters·patch·positions.</summary>
    /// <param name="filters">K.</param>
    /// <param name="z">samples × input.</param>
    /// <param name="y">Receives samples × output.</param>
    /// <param name="workspace">Buffers of this thread.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void Apply(PackedFilters filters, Matrix z, Matrix y, ConvolutionWorkspace workspace) =>
        ApplyBiased(filters, [], z, y, workspace);

    /// <summary>y = K z + b, with one value of b for each plane.</summary>
    /// <param name="filters">K.</param>
    /// <param name="bias">b, a value per filter.</param>
    /// <param name="z">samples × input.</param>
    /// <param name="y">Receives samples × output.</param>
    /// <param name="workspace">Buffers of this thread.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void Apply(PackedFilters filters, ReadOnlySpan<Real> bias, Matrix z, Matrix y, ConvolutionWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        RequireBias(bias, workspace.Geometry.Output);
        ApplyBiased(filters, bias, z, y, workspace);
    }

    /// <summary>z = Kᵀ e, the exact transpose of <see cref="Apply(PackedFilters, Matrix, Matrix, ConvolutionWorkspace)"/>. Cost: as that.</summary>
    /// <param name="filters">K.</param>
    /// <param name="e">samples × output.</param>
    /// <param name="z">Receives samples × input.</param>
    /// <param name="workspace">Buffers of this thread.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void ApplyAdjoint(PackedFilters filters, Matrix e, Matrix z, ConvolutionWorkspace workspace) =>
        ApplyAdjointBiased(filters, [], e, z, workspace);

    /// <summary>u = Kᵀ v + b, with one value of b for each plane: the layer whose forward operator is the transpose.</summary>
    /// <param name="filters">K.</param>
    /// <param name="bias">b, a value per channel of the input of K.</param>
    /// <param name="v">samples × output.</param>
    /// <param name="u">Receives samples × input.</param>
    /// <param name="workspace">Buffers of this thread.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void ApplyAdjoint(PackedFilters filters, ReadOnlySpan<Real> bias, Matrix v, Matrix u, ConvolutionWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        RequireBias(bias, workspace.Geometry.Input);
        ApplyAdjointBiased(filters, bias, v, u, workspace);
    }

    /// <summary>The gradient in the weights of ⟨e, K z⟩, summed over the samples: G[f, (c, i, j)] = Σ e[f, y, x] z̃[c, s y + i − p, s x + j − p].</summary>
    /// <param name="e">samples × output.</param>
    /// <param name="z">samples × input.</param>
    /// <param name="gradient">Receives filters × patch.</param>
    /// <param name="workspace">Buffers of this thread.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void Correlate(Matrix e, Matrix z, Matrix gradient, ConvolutionWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ConvolutionGeometry geometry = workspace.Geometry;
        RequireSamples(e, geometry.Output, geometry);
        RequireSamples(z, geometry.Input, geometry);
        ArgumentNullException.ThrowIfNull(gradient);
        if (e.Rows != z.Rows || gradient.Columns != geometry.Patch || gradient.Capacity < geometry.Filters)
        {
            throw new ArgumentException(
                $"Cannot set a gradient of {gradient} from e of {e} and z of {z}: give as many samples of each, and {geometry.Filters} × {geometry.Patch}.",
                nameof(gradient));
        }

        gradient.Resize(geometry.Filters);
        workspace.Correlation.Correlate(e, z, gradient);
    }

    /// <summary>sums[f] = Σ e[f, y, x] over samples and positions: the gradient in the bias. Summed in double.</summary>
    /// <param name="e">samples × planes.</param>
    /// <param name="planes">The shape of a sample.</param>
    /// <param name="sums">Receives a value per plane.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void SumPlanes(Matrix e, PlanesShape planes, Span<Real> sums)
    {
        ArgumentNullException.ThrowIfNull(e);
        if (e.Columns != planes.Length || sums.Length != planes.Channels)
        {
            throw new ArgumentException($"Cannot sum samples of {e} over planes of {planes} into {sums.Length} values.", nameof(sums));
        }

        for (int plane = 0; plane < sums.Length; plane++)
        {
            double sum = 0;
            for (int sample = 0; sample < e.Rows; sample++)
            {
                sum += PlaneSum.Of(e.Row(sample).Slice(plane * planes.Pixels, planes.Pixels));
            }

            sums[plane] = (Real)sum;
        }
    }

    private static void ApplyBiased(PackedFilters filters, ReadOnlySpan<Real> bias, Matrix z, Matrix y, ConvolutionWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(filters);
        ArgumentNullException.ThrowIfNull(workspace);
        filters.RequireFits(workspace);
        RequireSamples(z, workspace.Geometry.Input, workspace.Geometry);
        RequireTarget(y, z.Rows, workspace.Geometry.Output, workspace.Geometry);
        workspace.Forward.Multiply(filters.Forward, bias, z, y);
    }

    private static void ApplyAdjointBiased(PackedFilters filters, ReadOnlySpan<Real> bias, Matrix e, Matrix z, ConvolutionWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(filters);
        ArgumentNullException.ThrowIfNull(workspace);
        filters.RequireFits(workspace);
        RequireSamples(e, workspace.Geometry.Output, workspace.Geometry);
        RequireTarget(z, e.Rows, workspace.Geometry.Input, workspace.Geometry);
        workspace.Adjoint.Multiply(filters.Adjoint, bias, e, z);
    }

    private static void RequireBias(ReadOnlySpan<Real> bias, PlanesShape planes)
    {
        if (bias.Length != planes.Channels)
        {
            throw new ArgumentException($"A bias of {bias.Length} values does not fit {planes}: give one for each plane.", nameof(bias));
        }
    }

    private static void RequireSamples(Matrix samples, PlanesShape shape, ConvolutionGeometry geometry)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Columns != shape.Length)
        {
            throw new ArgumentException($"Samples of {samples} do not fit the convolution {geometry}: give rows of {shape} = {shape.Length} values.");
        }
    }

    private static void RequireTarget(Matrix target, int samples, PlanesShape shape, ConvolutionGeometry geometry)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.Columns != shape.Length || target.Capacity < samples)
        {
            throw new ArgumentException(
                $"Cannot store {samples} samples of {shape} = {shape.Length} values of the convolution {geometry} in {target}, which has room for {target.Capacity} rows.");
        }

        target.Resize(samples);
    }
}
