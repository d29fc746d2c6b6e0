using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Data;

/// <summary>Clean and degraded images from a file of the tool dataset-prep, the first ones to train on; its checksum is compared.</summary>
internal static class PairsFile
{
    public static (ImageShape Shape, SamplePairs Train, SamplePairs Test) Read(string path, int train, int test, DataHolding holding) => DataFaultException.Reading(path, stream =>
    {
        var reader = new PairsReader(stream);
        return reader.Count >= train + test
            ? (reader.Shape, Read(reader, (0, train), holding), Read(reader, (train, test), holding))
            : throw new DataFaultException($"{path}: {train + test} pairs are asked for, but it holds {reader.Count}; ask for fewer.");
    });

    private static SamplePairs Read(PairsReader reader, (int First, int Count) range, DataHolding holding)
    {
        var (clean, degraded) = (holding.Create(range.Count, reader.Shape.Pixels), holding.Create(range.Count, reader.Shape.Pixels));
        var (restored, seen) = (new Real[reader.Shape.Pixels], new Real[reader.Shape.Pixels]);
        for (var i = 0; i < range.Count; i++)
        {
            reader.Read(range.First + i, restored, seen);
            clean.WriteRow(i, restored);
            degraded.WriteRow(i, seen);
        }

        return new SamplePairs(degraded.Written, clean.Written);
    }
}
