using LiftedActors.Host.Specs;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Data;

/// <summary>
/// Random patches of the pictures of a folder. Those held out for validation come from pictures of their own, the last of the
/// folder, in the proportion of the patches.
/// </summary>
internal static class PicturePatches
{
    public static IRowStore Read(PictureFolder folder, TaskSpec task, long seed, DataHolding holding)
    {
        var heldOut = HeldOut(folder, task);
        var (training, images) = (folder.Files.Count - heldOut, holding.Create(task.Train, task.Size * task.Size));
        var samples = Enumerable.Range(0, task.Train).ToLookup(sample => sample < task.Training
            ? RandomPatch.Picture(seed, sample, training)
            : training + RandomPatch.Picture(seed, sample, heldOut));

        // Picture by picture, so that no more than one is in memory; a patch does not depend on the order.
        foreach (var of in samples)
        {
            var file = folder.Files[of.Key];
            var picture = PictureFolder.Read(file);
            if (Math.Min(picture.Height, picture.Width) < task.Size)
            {
                throw new DataFaultException($"{file}: a picture of {picture.Shape} pixels holds no patch of {task.Size} × {task.Size}; take it away, or ask for smaller patches.");
            }

            foreach (var sample in of)
            {
                images.WriteRow(sample, RandomPatch.Cut(picture, task.Size, seed, sample).Pixels);
            }
        }

        return images;
    }

    private static int HeldOut(PictureFolder folder, TaskSpec task)
    {
        if (task.Validation == 0)
        {
            return 0;
        }

        var pictures = folder.Files.Count;
        return pictures > 1
            ? Math.Clamp((int)Math.Round((double)pictures * task.Validation / task.Train), 1, pictures - 1)
            : throw new DataFaultException($"{folder.Path}: validation needs a picture of its own, but there is only one; give more, or leave the validation out.");
    }
}
