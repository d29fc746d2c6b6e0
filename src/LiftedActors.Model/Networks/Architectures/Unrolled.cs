using System.Collections.Immutable;
using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Networks.Structured;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Networks.Architectures;

/// <summary>
/// A network whose layers are the iterations of a proximal algorithm for min_x ½|A x − y|² + g(L x), with an analysis operator L of its own in every
/// layer: convolutions with learned filters. The hidden activation is the prox of g or of its conjugate.
/// </summary>
/// <remarks>Source: docs/mathematics.md §8.</remarks>
/// <param name="Iterations">The iterations, one or two layers each.</param>
/// <param name="Filters">The filters of L.</param>
/// <param name="Kernel">The side of a filter.</param>
/// <param name="Step">The step γ; the filters start such that |L| is about 1.</param>
/// <param name="Tied">Whether the synthesis operator is the adjoint of L, or has filters of its own that start equal.</param>
public abstract record Unrolled(int Iterations, int Filters, int Kernel, double Step, bool Tied) : Architecture
{
    /// <inheritdoc/>
    public override bool IsConvolutional => true;

    /// <summary>An analysis and a synthesis in every iteration, and one at the end.</summary>
    public override int Reach => 2 * (Iterations + 1) * (Kernel / 2);

    /// <inheritdoc/>
    public sealed override Network Build(ArchitectureSetting setting)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Iterations);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Filters);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Kernel);
        if (!(Step > 0 && double.IsFinite(Step)))
        {
            throw new ArgumentException($"The step must be positive and finite, which {Step} is not.", nameof(setting));
        }

        if (Kernel % 2 == 0)
        {
            throw new ArgumentException($"A kernel of {Kernel} × {Kernel} has no centre; take an odd side.", nameof(setting));
        }

        if (setting.Outputs != setting.Input.Length)
        {
            throw new ArgumentException($"An unrolled network restores images: it needs {setting.Input.Length} features out, not {setting.Outputs}.", nameof(setting));
        }

        return new Network([.. Layers(new UnrolledParts(this, setting))]);
    }

    /// <summary>The layers.</summary>
    private protected abstract IEnumerable<Layer> Layers(UnrolledParts parts);
}

/// <summary>What the layers of unrolled networks are made of.</summary>
internal sealed class UnrolledParts
{
    private readonly Unrolled _design;
    private readonly ArchitectureSetting _setting;
    private readonly ConvolutionGeometry _geometry;

    public UnrolledParts(Unrolled design, ArchitectureSetting setting)
    {
        (_design, _setting) = (design, setting);
        var window = new ConvolutionWindow(design.Kernel, design.Kernel) { Padding = design.Kernel / 2, Mode = PaddingMode.Reflect };
        _geometry = new ConvolutionGeometry(setting.Input, design.Filters, window);
        Data = new NetworkInput(setting.Input.Length);
    }

    /// <summary>y.</summary>
    public Expression Data { get; }

    /// <summary>γ.</summary>
    public double Step => _design.Step;

    /// <summary>Pixels of an image.</summary>
    public int Pixels => _setting.Input.Length;

    /// <summary>Values of L x.</summary>
    public int Codes => _geometry.Output.Length;

    /// <summary>The prox of g or of its conjugate.</summary>
    public ConvexPotential Hidden => _setting.Hidden;

    /// <summary>The activation of the image that comes out.</summary>
    public ConvexPotential Output => _setting.Output;

    /// <summary>The identity.</summary>
    public ConvexPotential Identity { get; } = new Separable<Identity>(default);

    /// <summary>L v.</summary>
    public Expression Analyse(Expression v) => new ConvolutionOperation(0, _geometry).On(v);

    /// <summary>The synthesis operator on a code: Lᵀ where tied.</summary>
    public Expression Synthesise(Expression v) => new ConvolutionOperation(_design.Tied ? 0 : 1, _geometry).Adjoint().On(v);

    /// <summary>The synthesis operator in a layer that has no other.</summary>
    public Expression SynthesiseAlone(Expression v) => new ConvolutionOperation(0, _geometry).Adjoint().On(v);

    /// <summary>A v.</summary>
    public Expression Forward(Expression v) => _setting.Forward is { } forward ? new KnownOperation(forward).On(v) : v;

    /// <summary>Aᵀ v.</summary>
    public Expression Backward(Expression v) => _setting.Forward is { } forward ? new KnownOperation(forward).Adjoint().On(v) : v;

    /// <summary>Whether the task has a forward operator.</summary>
    public bool Knows => _setting.Forward is not null;

    /// <summary>v − γ D*A*(A D v − y).</summary>
    public Expression Descend(Expression v) => v - (Step * Analyse(Backward(Forward(Synthesise(v)) - Data)));

    /// <summary>A layer with the filters of its operators.</summary>
    /// <param name="inputs">Features below.</param>
    /// <param name="x">The pre-activation.</param>
    /// <param name="activation">The activation.</param>
    public Layer Layer(int inputs, Expression x, ConvexPotential activation)
    {
        var count = new StructuredMap(inputs, Tensors(2), x).Nodes.OfType<Image>().Max(image => image.Operation.Tensor ?? -1) + 1;
        return new Layer(new StructuredMap(inputs, Tensors(count), x), activation);
    }

    private ImmutableArray<ParameterTensor> Tensors(int count)
    {
        ImmutableArray<int> shape = [_design.Filters, _setting.Input.Channels, _design.Kernel, _design.Kernel];

        // The fan-in of the adjoint: with it Lᵀ L starts near the identity.
        var fan = _design.Filters * _design.Kernel * _design.Kernel;
        return [.. Enumerable.Range(0, count).Select(i => new ParameterTensor(i == 0 ? "filters" : "synthesis", shape, fan) { StartsAs = i == 0 ? null : 0 })];
    }
}
