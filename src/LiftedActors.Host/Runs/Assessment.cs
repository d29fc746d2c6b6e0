using System.Collections.Immutable;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;

namespace LiftedActors.Host.Runs;

/// <summary>What is measured of the outputs of a network for a task.</summary>
internal abstract class Assessment
{
    /// <summary>The measures, the one that counts first.</summary>
    public abstract ImmutableArray<QualityMeasure> Measures { get; }

    /// <summary>The measures of a task, the one that counts first.</summary>
    /// <param name="kind">What is to be learned.</param>
    /// <param name="network">The network.</param>
    public static ImmutableArray<QualityMeasure> MeasuresOf(TaskKind kind, Network network) => Of(kind, new ImageShape(1, network.Outputs), network).Measures;

    /// <summary>What is measured for a task.</summary>
    /// <param name="kind">What is to be learned.</param>
    /// <param name="shape">The shape of an image.</param>
    /// <param name="network">The network.</param>
    public static Assessment Of(TaskKind kind, ImageShape shape, Network network) => kind == TaskKind.Classification
        ? new ClassificationAssessment(network.Layers[^1].Activation is Model.Potentials.Softmax)
        : new RestorationAssessment(shape);

    /// <summary>Adds the values of samples to sums, one sample after the other, so that sums in parts have the bits of the whole.</summary>
    /// <param name="targets">samples × features.</param>
    /// <param name="outputs">Of the same shape.</param>
    /// <param name="sums">One for each measure.</param>
    public abstract void Add(Matrix targets, Matrix outputs, Span<double> sums);

    /// <summary>The memory that it takes.</summary>
    public abstract Footprint Footprint(string part);
}
