using LiftedActors.Host.Specs;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Operators;

namespace LiftedActors.Host.Data;

/// <summary>The first pictures of a folder, whole, to test on.</summary>
internal static class TestPictures
{
    public static IReadOnlyList<TestPicture> Read(PictureFolder folder, TaskSpec task, long seed)
    {
        if (folder.Files.Count < task.Test)
        {
            throw new DataFaultException($"{folder.Path}: {task.Test} pictures are asked for, but it holds {folder.Files.Count}; ask for fewer.");
        }

        return [.. folder.Files.Take(task.Test).Select((file, i) =>
        {
            var clean = PictureFolder.Read(file);
            if (Math.Min(clean.Height, clean.Width) < task.Size)
            {
                throw new DataFaultException($"{file}: a picture of {clean.Shape} pixels is smaller than the {task.Size} × {task.Size} that are trained on; take it away.");
            }

            var degraded = new Image(clean.Shape);
            new Degradation(OperatorCatalogue.Create(task.Operator, clean.Shape, seed), task.Noise, seed).Apply(TaskData.FirstTestSample + i, clean.Pixels, degraded.Pixels);
            return new TestPicture(clean, degraded);
        })];
    }

    /// <summary>The patches in the middle of pictures, to be shown.</summary>
    public static SamplePairs Centres(IReadOnlyList<TestPicture> pictures, ImageShape shape, DataHolding holding)
    {
        var (inputs, targets) = (holding.Create(pictures.Count, shape.Pixels), holding.Create(pictures.Count, shape.Pixels));
        for (var i = 0; i < pictures.Count; i++)
        {
            var centre = pictures[i].Centre(shape);
            inputs.WriteRow(i, centre.Degraded.Pixels);
            targets.WriteRow(i, centre.Clean.Pixels);
        }

        return new SamplePairs(inputs.Written, targets.Written);
    }
}
