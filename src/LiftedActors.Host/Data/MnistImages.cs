using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Data;

/// <summary>Images of the MNIST database, from its files as they are published, compressed or not; their checksums are compared.</summary>
internal static class MnistImages
{
    private const string Mend = "fetch it with the tool dataset-prep, or name the folder that holds it with --data.";

    public static ImageSet Read(DataFolders folders, int train, int test)
    {
        var (shape, training) = Read(folders, MnistFile.TrainImages, train);
        return new ImageSet(shape, training, Read(folders, MnistFile.TestImages, test).Images);
    }

    private static (ImageShape Shape, Matrix Images) Read(DataFolders folders, MnistFile published, int count)
    {
        var plain = published.Name.EndsWith(".gz", StringComparison.Ordinal) ? published.Name[..^3] : published.Name;
        var file = folders.Find("mnist", [plain + ".gz", plain], Mend);
        var array = DataFaultException.Reading(file, stream =>
        {
            var read = Idx.Read(stream);
            stream.Position = 0;
            published.Verify(stream);
            return read;
        });
        if (array.Lengths.Count != 3)
        {
            throw new DataFaultException($"{file}: this holds an array of {array.Lengths.Count} dimensions, not images.");
        }

        if (array.Count < count)
        {
            throw new DataFaultException($"{file}: {count} images are asked for, but it holds {array.Count}; ask for fewer.");
        }

        var images = new Matrix(count, array.ItemSize);
        array.CopyGreyValues(0, images.Values);
        return (new ImageShape(array.Lengths[1], array.Lengths[2]), images);
    }
}
