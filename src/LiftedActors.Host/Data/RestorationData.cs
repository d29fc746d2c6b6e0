using LiftedActors.Host.Specs;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Operators;

namespace LiftedActors.Host.Data;

/// <summary>Clean images as targets, and what is seen of them as inputs.</summary>
internal static class RestorationData
{
    private const int FirstMnistTestSample = 60_000;

    public static TaskData Load(TaskSpec task, long seed, DataFolders folders, DataHolding holding)
    {
        if (task.Source == DataSource.Pairs)
        {
            var (shape, train, test) = PairsFile.Read(folders.Resolve(task.Location!), task.Train, task.Test, holding);
            return new TaskData(task, shape, train, test);
        }

        var tile = task.Shape!.Value;
        if (task.TestOn == TestPart.Whole)
        {
            var folder = new PictureFolder(folders.Resolve(task.Location!));
            var pictures = TestPictures.Read(new PictureFolder(folders.Resolve(task.TestLocation!)), task, seed);
            var clean = TrainingPictures(folder, task, seed, holding);
            return new TaskData(task, tile, Degrade(clean, Degradation(tile), 0), TestPictures.Centres(pictures, tile, holding), pictures);
        }

        var images = task.Source switch
        {
            DataSource.Mnist => MnistImages.Read(folders, task.Train, task.Test, holding),
            DataSource.Pictures => Pictures(task, seed, folders, holding),
            _ => PhantomImages.Draw(tile, task.Train, task.Test, (seed, holding)),
        };
        var degradation = Degradation(images.Shape);
        var first = task.Source == DataSource.Mnist ? FirstMnistTestSample : TaskData.FirstTestSample;
        return new TaskData(task, images.Shape, Degrade(images.Train, degradation, 0), Degrade(images.Test, degradation, first)) { Remarks = images.Remarks };

        Degradation Degradation(ImageShape shape) => new(OperatorCatalogue.Create(task.Operator, shape, seed), task.Noise, seed);

        SamplePairs Degrade(IRowStore clean, Degradation degradation, int first)
        {
            var degraded = holding.Create(clean.Rows, clean.Columns);
            var (seen, row) = (new Real[clean.Columns], new Real[clean.Columns]);
            for (var i = 0; i < clean.Rows; i++)
            {
                clean.CopyRow(i, row);
                degradation.Apply(first + i, row, seen);
                degraded.WriteRow(i, seen);
            }

            return new SamplePairs(degraded.Written, clean.Written);
        }
    }

    private static ImageSet Pictures(TaskSpec task, long seed, DataFolders folders, DataHolding holding)
    {
        var (folder, tile) = (new PictureFolder(folders.Resolve(task.Location!)), task.Shape!.Value);
        if (task.TestLocation is null)
        {
            return PictureTiles.Read(folder, tile, (task.Train, task.Test), holding);
        }

        var train = TrainingPictures(folder, task, seed, holding);
        return new ImageSet(tile, train, PictureTiles.Read(new PictureFolder(folders.Resolve(task.TestLocation)), tile, task.Test, holding));
    }

    private static IRowStore TrainingPictures(PictureFolder folder, TaskSpec task, long seed, DataHolding holding) => task.Patches == PatchPlaces.Random
        ? PicturePatches.Read(folder, task, seed, holding)
        : PictureTiles.Read(folder, task.Shape!.Value, task.Train, holding);
}
