using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Data;

/// <summary>Square tiles of the PNG and PGM pictures of a folder, in the order of the file names, row after row; the last ones are for testing.</summary>
internal static class PictureTiles
{
    private static readonly string[] Kinds = [".png", ".pgm"];

    public static ImageSet Read(string folder, ImageShape tile, (int Train, int Test) counts, DataHolding holding)
    {
        if (!Directory.Exists(folder))
        {
            throw new DataFaultException($"{folder}: there is no such folder; give a folder of PNG or PGM pictures.");
        }

        var (train, test) = counts;
        var (training, testing) = (holding.Create(train, tile.Pixels), holding.Create(test, tile.Pixels));
        var count = 0;
        foreach (var file in Pictures(folder))
        {
            var picture = DataFaultException.Reading<Image>(file, Path.GetExtension(file).Equals(".png", StringComparison.OrdinalIgnoreCase) ? Png.Read : Pgm.Read);
            for (var top = 0; top + tile.Height <= picture.Height; top += tile.Height)
            {
                for (var left = 0; left + tile.Width <= picture.Width && count < train + test; left += tile.Width)
                {
                    var (images, row) = count < train ? (training, count) : (testing, count - train);
                    images.WriteRow(row, picture.Crop(top, left, tile).Pixels);
                    count++;
                }
            }
        }

        return count == train + test
            ? new ImageSet(tile, training, testing)
            : throw new DataFaultException($"{folder}: {train + test} tiles of {tile} are asked for, but the pictures give {count}; ask for fewer or smaller ones.");
    }

    private static IEnumerable<string> Pictures(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => Kinds.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
        .Order(StringComparer.Ordinal);
}
