using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Data;

/// <summary>Images of the MNIST database.</summary>
internal static class MnistImages
{
    private static readonly (int Dimensions, string Name) Expected = (3, "images");

    public static ImageSet Read(DataFolders folders, int train, int test, DataHolding holding)
    {
        var training = Read(folders, MnistFile.TrainImages, train, holding);
        var testing = Read(folders, MnistFile.TestImages, test, holding);
        return training.Shape == testing.Shape
            ? new ImageSet(training.Shape, training.Images, testing.Images) { Remarks = [.. ((string?[])[training.Remark, testing.Remark]).OfType<string>()] }
            : throw new DataFaultException($"{MnistSource.Find(folders, MnistFile.TestImages)}: its images have {testing.Shape} pixels, those to train on {training.Shape}; the files do not belong together.");
    }

    private static (ImageShape Shape, IRowStore Images, string? Remark) Read(DataFolders folders, MnistFile published, int count, DataHolding holding)
    {
        var file = MnistSource.Find(folders, published);
        return DataFaultException.Reading(file, stream =>
        {
            IRowStore? images = null;
            Real[] row = [];
            var lengths = Idx.Visit(stream, (lengths, i, values) =>
            {
                if (i == 0)
                {
                    MnistSource.Check(file, lengths, Expected, count);
                    images = holding.Create(count, values.Length);
                    row = new Real[values.Length];
                }

                if (i < count)
                {
                    IdxArray.ToGreyValues(values.Span, row);
                    images!.WriteRow(i, row);
                }
            });
            MnistSource.Check(file, lengths, Expected, count);
            return (new ImageShape(lengths[1], lengths[2]), images!, MnistSource.Remark(file, published, stream));
        });
    }
}
