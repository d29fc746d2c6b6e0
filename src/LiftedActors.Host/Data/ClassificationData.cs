using LiftedActors.Host.Specs;
using LiftedActors.Model.Classification;
using LiftedActors.Model.Operators;

namespace LiftedActors.Host.Data;

/// <summary>Images as inputs, noisy and scaled where the task says so, and their classes as one-hot targets.</summary>
internal static class ClassificationData
{
    private const int FirstMnistTestSample = 60_000;

    public static TaskData Load(TaskSpec task, long seed, DataFolders folders, DataHolding holding)
    {
        var images = MnistImages.Read(folders, task.Train, task.Test, holding);
        var labels = MnistLabels.Read(folders, task.Train, task.Test);
        var noise = new Degradation(new IdentityOperator(images.Shape), task.Noise, seed);
        var train = Noisy(images.Train, noise, 0, holding);
        var test = Noisy(images.Test, noise, FirstMnistTestSample, holding);

        // Neither validation nor test images have a say in how the inputs are scaled.
        var scaling = task.Scaling == InputScaling.Standard ? PixelScaling.Standard(new Model.Kernels.RowRange(train, 0, task.Training)) : PixelScaling.Unit;
        return new TaskData(
            task,
            images.Shape,
            new SamplePairs(Scaled(train, scaling), OneHot(labels.Train, holding)),
            new SamplePairs(Scaled(test, scaling), OneHot(labels.Test, holding)))
        {
            Scaling = scaling,
            Remarks = [.. images.Remarks, .. labels.Remarks],
        };
    }

    private static IRowStore Noisy(IRowStore images, Degradation noise, int first, DataHolding holding)
    {
        if (noise.Noise == 0)
        {
            return images;
        }

        var noisy = holding.Create(images.Rows, images.Columns);
        var (row, seen) = (new Real[images.Columns], new Real[images.Columns]);
        for (var i = 0; i < images.Rows; i++)
        {
            images.CopyRow(i, row);
            noise.Apply(first + i, row, seen);
            noisy.WriteRow(i, seen);
        }

        return noisy;
    }

    private static Model.Kernels.IRows Scaled(IRowStore images, PixelScaling scaling)
    {
        var row = new Real[images.Columns];
        for (var i = 0; i < images.Rows && scaling != PixelScaling.Unit; i++)
        {
            images.CopyRow(i, row);
            scaling.Apply(row);
            images.WriteRow(i, row);
        }

        return images.Written;
    }

    private static Model.Kernels.IRows OneHot(byte[] labels, DataHolding holding)
    {
        var targets = holding.Create(labels.Length, TaskSpec.DigitClasses);
        var row = new Real[TaskSpec.DigitClasses];
        for (var i = 0; i < labels.Length; i++)
        {
            Classes.WriteOneHot(labels[i], row);
            targets.WriteRow(i, row);
        }

        return targets.Written;
    }
}
