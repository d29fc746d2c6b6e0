using System.CommandLine;
using System.Globalization;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Randomness;

namespace LiftedActors.DatasetPrep;

/// <summary>The command <c>images</c>: pairs from a folder of PNG and PGM pictures, whole or cut into square patches.</summary>
internal static class ImagesCommand
{
    private const int SmallestPatch = 2;
    private const int LargestPatch = 4096;

    /// <summary>Makes the command.</summary>
    public static Command Create(TextWriter output)
    {
        var from = new Option<string>("--from") { Description = "The folder of pictures (.png, .pgm); folders inside it are not read.", Required = true };
        var patch = new Option<int?>("--patch") { Description = "The side of the square patches to cut; without it pictures stay whole and must be of one size." };
        var stride = new Option<int?>("--stride") { Description = "The distance from one patch to the next; the patch's side unless given." };
        var count = new Option<int?>("--count") { Description = "How many patches or pictures, chosen by the seed; all unless given." };
        var first = new Option<int>("--first") { Description = "The number of the first pair in the noise; give test pairs other numbers than training pairs." };
        var options = new DegradationOptions("images.safetensors");
        var command = new Command("images", "Reads a folder of pictures; colours become grey.") { from, patch, stride, count, first };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var tiles = Tiles(parsed.GetValue(from)!, parsed.GetValue(patch), parsed.GetValue(stride));
            var chosen = Choose(tiles, parsed.GetValue(count), options.Seed(parsed));
            PairWriter.Write(Join(chosen, parsed.GetValue(from)!, parsed.GetValue(first)), options, parsed, output);
            return Tool.Done;
        });
        return command;
    }

    private static List<Image> Tiles(string folder, int? patch, int? stride)
    {
        if (patch is < SmallestPatch or > LargestPatch || stride < 1 || (stride is not null && patch is null))
        {
            throw new UsageException($"Patches of side {patch} at a distance of {stride} cannot be cut: give --patch from {SmallestPatch} to {LargestPatch} and --stride from 1.");
        }

        var tiles = new List<Image>();
        foreach (var path in Pictures(folder))
        {
            var image = ReadPicture(path);
            if (patch is { } side)
            {
                Cut(image, new ImageShape(side, side), stride ?? side, tiles);
            }
            else if (tiles.Count > 0 && tiles[0].Shape != image.Shape)
            {
                throw new DataFormatException($"The picture '{path}' has {image.Shape} pixels and the first one {tiles[0].Shape}: cut patches of one size with --patch.");
            }
            else
            {
                tiles.Add(image);
            }
        }

        return tiles.Count > 0 ? tiles : throw new DataFormatException($"No picture in '{folder}' is as large as a patch of {patch} pixels: give a smaller --patch.");
    }

    private static string[] Pictures(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new DataFormatException($"There is no folder '{folder}': name the right one with --from.");
        }

        var paths = Directory.GetFiles(folder)
            .Where(path => Path.GetExtension(path).ToUpperInvariant() is ".PNG" or ".PGM")
            .Order(StringComparer.Ordinal)
            .ToArray();
        return paths.Length > 0 ? paths : throw new DataFormatException($"The folder '{folder}' holds no .png or .pgm pictures: name the right one with --from.");
    }

    private static Image ReadPicture(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase) ? Png.Read(stream) : Pgm.Read(stream);
        }
        catch (DataFormatException fault)
        {
            throw new DataFormatException($"{path}: {fault.Message}", fault);
        }
    }

    private static void Cut(Image image, ImageShape shape, int stride, List<Image> tiles)
    {
        for (var top = 0; top <= image.Height - shape.Height; top += stride)
        {
            for (var left = 0; left <= image.Width - shape.Width; left += stride)
            {
                tiles.Add(image.Crop(top, left, shape));
            }
        }
    }

    // Chosen by a shuffle, so that every picture contributes, but kept in the order of the folder.
    private static List<Image> Choose(List<Image> tiles, int? asked, long seed)
    {
        if (asked is not { } count)
        {
            return tiles;
        }

        if (count < 1 || count > tiles.Count)
        {
            throw new UsageException($"There are no {count} patches or pictures to choose: give --count from 1 to {tiles.Count}.");
        }

        var order = Enumerable.Range(0, tiles.Count).ToArray();
        new RandomStream(seed, "patches").Shuffle(order);
        return [.. order.Take(count).Order().Select(i => tiles[i])];
    }

    private static CleanImages Join(List<Image> tiles, string folder, int first)
    {
        var shape = tiles[0].Shape;
        Counting.RefuseUnlessFits(tiles.Count, shape);
        if (first < 0 || first > int.MaxValue - tiles.Count)
        {
            throw new UsageException($"There is no pair {first}: give --first from 0.");
        }

        var pixels = new Real[tiles.Count * shape.Pixels];
        for (var i = 0; i < tiles.Count; i++)
        {
            tiles[i].Pixels.CopyTo(pixels.AsSpan(i * shape.Pixels));
        }

        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return new CleanImages(shape, pixels, [], first, string.Create(CultureInfo.InvariantCulture, $"{tiles.Count} of the pictures or patches in {name}"));
    }
}
