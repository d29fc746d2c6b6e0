using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Networks.Structured;

namespace LiftedActors.Model.Networks.Architectures;

/// <summary>One element of a sequential network.</summary>
public abstract record LayerDesign
{
    /// <summary>Whether the same weights serve images of any size, and give images of this size.</summary>
    public virtual bool IsConvolutional => false;

    /// <summary>How many pixels away an input has influence on an output.</summary>
    public virtual int Reach => 0;

    /// <summary>The planes that the element makes of others.</summary>
    /// <exception cref="ArgumentException">The element does not fit them.</exception>
    public abstract PlanesShape OutputOf(PlanesShape input);

    /// <summary>The tensors of the element; none for one that only prepares the input of the next one.</summary>
    /// <param name="input">The planes below.</param>
    public abstract IReadOnlyList<ParameterTensor> Tensors(PlanesShape input);

    /// <summary>What the element makes of a vector.</summary>
    /// <param name="v">The vector.</param>
    /// <param name="input">Its planes.</param>
    public abstract Expression On(Expression v, PlanesShape input);
}

/// <summary>A convolution with a bias per filter.</summary>
/// <param name="Filters">The filters.</param>
/// <param name="Kernel">The side of the kernel.</param>
/// <param name="Stride">The stride.</param>
/// <param name="Padding">Pixels around the planes; −1 for half the kernel, which keeps their size at stride 1.</param>
/// <param name="Mode">What these pixels are.</param>
public sealed record Convolution(int Filters, int Kernel = 3, int Stride = 1, int Padding = -1, PaddingMode Mode = PaddingMode.Zero) : LayerDesign
{
    /// <inheritdoc/>
    public override bool IsConvolutional => Stride == 1 && Kernel % 2 == 1 && (Padding < 0 || Padding == Kernel / 2);

    /// <inheritdoc/>
    public override int Reach => Kernel / 2;

    /// <inheritdoc/>
    public override PlanesShape OutputOf(PlanesShape input) => Geometry(input).Output;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterTensor> Tensors(PlanesShape input) =>
        [new("weight", [Filters, input.Channels, Kernel, Kernel], input.Channels * Kernel * Kernel), new("bias", [Filters], 0)];

    /// <inheritdoc/>
    public override Expression On(Expression v, PlanesShape input)
    {
        var geometry = Geometry(input);
        return new ConvolutionOperation(0, geometry).On(v) + new Bias(1, Filters, geometry.Output.Pixels);
    }

    private ConvolutionGeometry Geometry(PlanesShape input) => new(input, Filters, new ConvolutionWindow(Kernel, Kernel)
    {
        Stride = Stride,
        Padding = Padding < 0 ? Kernel / 2 : Padding,
        Mode = Mode,
    });
}

/// <summary>The adjoint of a convolution with a bias per plane: it enlarges planes by its stride.</summary>
/// <param name="Channels">The planes that it makes.</param>
/// <param name="Kernel">The side of the kernel, odd.</param>
/// <param name="Stride">The stride of the convolution, and the factor by which planes grow.</param>
public sealed record TransposedConvolution(int Channels, int Kernel = 3, int Stride = 1) : LayerDesign
{
    /// <inheritdoc/>
    public override bool IsConvolutional => Stride == 1;

    /// <inheritdoc/>
    public override int Reach => Kernel / 2;

    /// <inheritdoc/>
    public override PlanesShape OutputOf(PlanesShape input) => Geometry(input).Input;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterTensor> Tensors(PlanesShape input) =>
        [new("weight", [input.Channels, Channels, Kernel, Kernel], input.Channels * Kernel * Kernel), new("bias", [Channels], 0)];

    /// <inheritdoc/>
    public override Expression On(Expression v, PlanesShape input)
    {
        var geometry = Geometry(input);
        return new ConvolutionOperation(0, geometry).Adjoint().On(v) + new Bias(1, Channels, geometry.Input.Pixels);
    }

    /// <summary>That of the convolution which leads back.</summary>
    private ConvolutionGeometry Geometry(PlanesShape input)
    {
        if (Kernel < 1 || Kernel % 2 == 0 || Stride < 1)
        {
            throw new ArgumentException($"A transposed convolution needs an odd kernel and a positive stride, not {Kernel} and {Stride}.", nameof(input));
        }

        var grown = new PlanesShape(Channels, input.Height * Stride, input.Width * Stride);
        return new ConvolutionGeometry(grown, input.Channels, new ConvolutionWindow(Kernel, Kernel) { Stride = Stride, Padding = Kernel / 2 });
    }
}

/// <summary>A dense affine layer on all features.</summary>
/// <param name="Outputs">Features out.</param>
/// <param name="Side">The side of the planes that they are for a convolution above.</param>
public sealed record Dense(int Outputs, int Side = 1) : LayerDesign
{
    /// <inheritdoc/>
    public override PlanesShape OutputOf(PlanesShape input) => Side > 0 && Outputs % (Side * Side) == 0
        ? new PlanesShape(Outputs / (Side * Side), Side, Side)
        : throw new ArgumentException($"{Outputs} outputs are not planes of {Side} × {Side} pixels; give a multiple of {Side * Side}, or another side.", nameof(input));

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterTensor> Tensors(PlanesShape input) =>
        [new("weight", [Outputs, input.Length], input.Length), new("bias", [Outputs], 0)];

    /// <inheritdoc/>
    public override Expression On(Expression v, PlanesShape input) => new DenseOperation(0, input.Length, Outputs).On(v) + new Bias(1, Outputs, 1);
}

/// <summary>The mean over squares of pixels, side by side.</summary>
/// <param name="Size">The side of a square.</param>
public sealed record AveragePooling(int Size = 2) : LayerDesign
{
    /// <inheritdoc/>
    public override PlanesShape OutputOf(PlanesShape input) => new PoolingGeometry(input, Size).Output;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterTensor> Tensors(PlanesShape input) => [];

    /// <inheritdoc/>
    public override Expression On(Expression v, PlanesShape input) => new PoolingOperation(new PoolingGeometry(input, Size)).On(v);
}
