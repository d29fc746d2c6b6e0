using System.Collections.Immutable;
using LiftedActors.Host.Data;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;

namespace LiftedActors.Host.Runs;

/// <summary>How good the outputs of a network are: named measures, the first of which is the one that counts.</summary>
public sealed record Quality
{
    // Enough for full tiles of products; layers of planes keep several times the memory of their values for each.
    private const int ChunkRows = 40;

    /// <summary>The values of some measures.</summary>
    /// <param name="values">At least one.</param>
    public Quality(params ImmutableArray<(QualityMeasure Measure, double Value)> values) => Values = values;

    /// <summary>The measures with their values.</summary>
    public ImmutableArray<(QualityMeasure Measure, double Value)> Values { get; }

    /// <summary>The measure that counts.</summary>
    public (QualityMeasure Measure, double Value) Principal => Values[0];

    /// <summary>The value of a measure; not a number where it was not taken.</summary>
    public double this[QualityMeasure measure]
    {
        get
        {
            foreach (var (taken, value) in Values)
            {
                if (taken == measure)
                {
                    return value;
                }
            }

            return double.NaN;
        }
    }

    /// <inheritdoc/>
    public bool Equals(Quality? other) => other is not null && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Aggregate(0, HashCode.Combine);

    /// <summary>All measures in one line.</summary>
    public override string ToString() => string.Join(", ", Values.Select(pair => $"{pair.Measure.Name} {pair.Measure.Value(pair.Value)}"));

    /// <summary>The memory of judging what a network makes of any number of samples.</summary>
    internal static Footprint Footprint(Network network, Assessment assessment)
    {
        const string part = "judging the test images";
        var samples = Matrix.Footprint(part, ChunkRows, network.Inputs) + Matrix.Footprint(part, ChunkRows, network.Outputs);
        return samples + ForwardPass.Footprint(part, network, ChunkRows) + assessment.Footprint(part);
    }

    /// <summary>The buffers for judging what a network makes of samples, as many as <see cref="Of(SamplePairs, Assessment, Func{Matrix, Matrix})"/> takes at a time.</summary>
    internal static ForwardPass CreatePass(Network network) => new(network, ChunkRows);

    /// <summary>Judges what is made of whole pictures; the mean over pictures, whatever their size.</summary>
    internal static Quality Of(IReadOnlyList<TestPicture> pictures, Func<Image, Image> restore)
    {
        var (sums, measures) = (new double[2], default(ImmutableArray<QualityMeasure>));
        foreach (var picture in pictures)
        {
            var assessment = new RestorationAssessment(picture.Clean.Shape);
            assessment.Add(picture.Clean.Pixels, restore(picture.Degraded).Pixels, sums);
            measures = assessment.Measures;
        }

        return new Quality([.. measures.Zip(sums, (measure, sum) => (measure, sum / pictures.Count))]);
    }

    /// <summary>Judges samples, some at a time, so that the memory does not grow with their number.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="assessment">What is measured.</param>
    /// <param name="outputs">What is made of inputs.</param>
    internal static Quality Of(SamplePairs samples, Assessment assessment, Func<Matrix, Matrix> outputs)
    {
        var rows = Math.Min(ChunkRows, samples.Count);
        var (inputs, targets) = (new Matrix(rows, samples.Inputs.Columns), new Matrix(rows, samples.Targets.Columns));
        var sums = new double[assessment.Measures.Length];
        for (var first = 0; first < samples.Count; first += rows)
        {
            var chunk = samples.Range(first, Math.Min(rows, samples.Count - first));
            inputs.CopyFrom(chunk.Inputs);
            targets.CopyFrom(chunk.Targets);
            assessment.Add(targets, outputs(inputs), sums);
        }

        return new Quality([.. assessment.Measures.Zip(sums, (measure, sum) => (measure, sum / samples.Count))]);
    }
}
