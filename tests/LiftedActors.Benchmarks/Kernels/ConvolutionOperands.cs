using LiftedActors.Model.Kernels;
using LiftedActors.Model.Kernels.Convolutions;

namespace LiftedActors.Benchmarks.Kernels;

/// <summary>A batch, weights and results of one convolution, and the same products by patches that are written out.</summary>
internal sealed class ConvolutionOperands
{
    private readonly ConvolutionGeometry _geometry;
    private readonly ConvolutionWorkspace _workspace;
    private readonly PackedFilters _filters;
    private readonly PackedMatrix _forward, _backward;
    private readonly Matrix _z, _y, _e, _u, _gradient, _patches, _products, _productGradient;

    public ConvolutionOperands(ConvolutionGeometry geometry, int samples)
    {
        (_geometry, Samples) = (geometry, samples);
        (_workspace, _filters) = (new(geometry), new(geometry));
        var random = new Random(1);
        (_z, _u) = (new(samples, geometry.Input.Length), new(samples, geometry.Input.Length));
        (_y, _e) = (new(samples, geometry.Output.Length), new(samples, geometry.Output.Length));
        (_gradient, _productGradient) = (new(geometry.Filters, geometry.Patch), new(geometry.Filters, geometry.Patch));
        (_patches, _products) = (new(geometry.Output.Pixels, geometry.Patch), new(geometry.Output.Pixels, geometry.Filters));
        var weights = new Matrix(geometry.Filters, geometry.Patch);
        foreach (Matrix matrix in (Matrix[])[_z, _e, _products, weights])
        {
            foreach (ref Real value in matrix.Values)
            {
                value = (Real)(2 * random.NextDouble() - 1);
            }
        }

        _filters.Pack(weights);
        (_forward, _backward) = (new(geometry.Patch, geometry.Filters), new(geometry.Filters, geometry.Patch));
        _forward.PackTransposed(weights);
        _backward.Pack(weights);
    }

    public int Samples { get; }

    public void Apply() => ConvolutionProduct.Apply(_filters, _z, _y, _workspace);

    public void ApplyAdjoint() => ConvolutionProduct.ApplyAdjoint(_filters, _e, _u, _workspace);

    public void Correlate() => ConvolutionProduct.Correlate(_e, _z, _gradient, _workspace);

    public void ApplyByPatches()
    {
        for (int sample = 0; sample < Samples; sample++)
        {
            WritePatches(_z.Row(sample));
            MatrixProduct.Multiply(_patches, _forward, _products);
        }
    }

    public void ApplyAdjointByPatches()
    {
        for (int sample = 0; sample < Samples; sample++)
        {
            MatrixProduct.Multiply(_products, _backward, _patches);
        }
    }

    public void CorrelateByPatches()
    {
        for (int sample = 0; sample < Samples; sample++)
        {
            WritePatches(_z.Row(sample));
            MatrixProduct.MultiplyTransposed(_products, _patches, _productGradient);
        }
    }

    private void WritePatches(ReadOnlySpan<Real> sample)
    {
        var (input, window) = (_geometry.Input, _geometry.Window);
        for (int position = 0; position < _geometry.Output.Pixels; position++)
        {
            int y = position / _geometry.Output.Width - window.Padding, x = position % _geometry.Output.Width - window.Padding;
            Span<Real> patch = _patches.Row(position);
            int place = 0;
            for (int c = 0; c < input.Channels; c++)
            {
                for (int i = y; i < y + window.Height; i++)
                {
                    for (int j = x; j < x + window.Width; j++)
                    {
                        bool isInside = (uint)i < (uint)input.Height && (uint)j < (uint)input.Width;
                        patch[place++] = isInside ? sample[(c * input.Height + i) * input.Width + j] : 0;
                    }
                }
            }
        }
    }
}
