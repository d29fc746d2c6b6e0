using System.Collections.Immutable;
using LiftedActors.Model.Classification;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Runs;

/// <summary>The accuracy and the loss of classes.</summary>
/// <param name="isProbability">Whether the outputs are probabilities, so that the loss is the cross-entropy; otherwise it is the squared one.</param>
internal sealed class ClassificationAssessment(bool isProbability) : Assessment
{
    public override ImmutableArray<QualityMeasure> Measures { get; } = [QualityMeasure.Accuracy, isProbability ? QualityMeasure.CrossEntropy : QualityMeasure.SquaredLoss];

    public override void Add(Matrix targets, Matrix outputs, Span<double> sums)
    {
        for (var row = 0; row < targets.Rows; row++)
        {
            ReadOnlySpan<Real> target = targets.Row(row), output = outputs.Row(row);
            sums[0] += Classes.Predicted(output) == Classes.Predicted(target) ? 1 : 0;
            sums[1] += isProbability ? Classes.CrossEntropy(target, output) : Classes.SquaredLoss(target, output);
        }
    }

    public override Footprint Footprint(string part) => Model.Kernels.Footprint.Nothing;
}
