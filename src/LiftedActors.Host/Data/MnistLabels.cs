using LiftedActors.Host.Specs;
using LiftedActors.Model.Formats;

namespace LiftedActors.Host.Data;

/// <summary>The classes of the images of the MNIST database, one byte each.</summary>
internal static class MnistLabels
{
    private static readonly (int Dimensions, string Name) Expected = (1, "labels");

    public static (byte[] Train, byte[] Test, IReadOnlyList<string> Remarks) Read(DataFolders folders, int train, int test)
    {
        var (training, remark) = Read(folders, (MnistFile.TrainLabels, MnistFile.TrainImages), train);
        var (testing, another) = Read(folders, (MnistFile.TestLabels, MnistFile.TestImages), test);
        return (training, testing, [.. ((string?[])[remark, another]).OfType<string>()]);
    }

    private static (byte[] Labels, string? Remark) Read(DataFolders folders, (MnistFile Labels, MnistFile Images) published, int count)
    {
        var file = MnistSource.Find(folders, published.Labels);
        var images = DataFaultException.Reading(MnistSource.Find(folders, published.Images), Idx.Lengths)[0];
        return DataFaultException.Reading(file, stream =>
        {
            var labels = Idx.Read(stream);
            MnistSource.Check(file, labels.Lengths, Expected, count);
            if (labels.Count != images)
            {
                throw new DataFaultException($"{file}: it holds {labels.Count} labels for {images} images; the files do not belong together.");
            }

            var taken = labels.Values[..count].ToArray();
            return Array.FindIndex(taken, label => label >= TaskSpec.DigitClasses) is >= 0 and var wrong
                ? throw new DataFaultException($"{file}: label {wrong} is {taken[wrong]}, but classes go from 0 to {TaskSpec.DigitClasses - 1}.")
                : (taken, MnistSource.Remark(file, published.Labels, stream));
        });
    }
}
