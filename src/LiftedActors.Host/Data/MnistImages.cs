using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Data;

/// <summary>Images of the MNIST database, from its files as they are published, compressed or not; their checksums are compared.</summary>
internal static class MnistImages
{
    private const string Mend = "fetch it with the tool dataset-prep, or name the folder that holds it with --data.";

    public static ImageSet Read(DataFolders folders, int train, int test, DataHolding holding)
    {
        var (shape, training) = Read(folders, MnistFile.TrainImages, train, holding);
        return new ImageSet(shape, training, Read(folders, MnistFile.TestImages, test, holding).Images);
    }

    private static (ImageShape Shape, IRowStore Images) Read(DataFolders folders, MnistFile published, int count, DataHolding holding)
    {
        var plain = published.Name.EndsWith(".gz", StringComparison.Ordinal) ? published.Name[..^3] : published.Name;
        var file = folders.Find("mnist", [plain + ".gz", plain], Mend);
        return DataFaultException.Reading(file, stream =>
        {
            IRowStore? images = null;
            Real[] row = [];
            var lengths = Idx.Visit(stream, (lengths, i, values) =>
            {
                if (i == 0)
                {
                    Check(file, lengths, count);
                    images = holding.Create(count, values.Length);
                    row = new Real[values.Length];
                }

                if (i < count)
                {
                    IdxArray.ToGreyValues(values.Span, row);
                    images!.WriteRow(i, row);
                }
            });
            Check(file, lengths, count);
            published.Verify(stream);
            return (new ImageShape(lengths[1], lengths[2]), images!);
        });
    }

    private static void Check(string file, IReadOnlyList<int> lengths, int count)
    {
        if (lengths.Count != 3)
        {
            throw new DataFaultException($"{file}: this holds an array of {lengths.Count} dimensions, not images.");
        }

        if (lengths[0] < count)
        {
            throw new DataFaultException($"{file}: {count} images are asked for, but it holds {lengths[0]}; ask for fewer.");
        }
    }
}
