using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Data;

/// <summary>Clean and degraded images from a file of the tool dataset-prep; its checksum is compared.</summary>
internal static class PairsFile
{
    public static (ImageShape Shape, ImagePairs Pairs) Read(string path, int count, DataHolding holding) => DataFaultException.Reading(path, stream =>
    {
        var reader = new PairsReader(stream);
        if (reader.Count < count)
        {
            throw new DataFaultException($"{path}: {count} pairs are asked for, but it holds {reader.Count}; ask for fewer.");
        }

        var (clean, degraded) = (holding.Create(count, reader.Shape.Pixels), holding.Create(count, reader.Shape.Pixels));
        var (restored, seen) = (new Real[reader.Shape.Pixels], new Real[reader.Shape.Pixels]);
        for (var i = 0; i < count; i++)
        {
            reader.Read(i, restored, seen);
            clean.WriteRow(i, restored);
            degraded.WriteRow(i, seen);
        }

        return (reader.Shape, new ImagePairs(clean, degraded));
    });
}
