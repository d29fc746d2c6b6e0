using System.CommandLine;
using System.Globalization;
using LiftedActors.Model.Imaging;

namespace LiftedActors.DatasetPrep;

/// <summary>The command <c>phantoms</c>: pairs from drawn images, so that a first run needs no download.</summary>
internal static class PhantomsCommand
{
    private const int SmallestSize = 8;
    private const int LargestSize = 4096;

    /// <summary>Makes the command.</summary>
    public static Command Create(TextWriter output)
    {
        var count = new Option<int>("--count") { Description = "How many images.", DefaultValueFactory = _ => 2000 };
        var size = new Option<int>("--size") { Description = "The side of an image in pixels.", DefaultValueFactory = _ => Phantoms.DefaultSize };
        var first = new Option<int>("--first") { Description = "The number of the first image of the seed's collection; give test images other numbers than training images." };
        var options = new DegradationOptions("phantoms.safetensors");
        var command = new Command("phantoms", "Draws ellipses, polygons and strokes.") { count, size, first };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var clean = Draw(parsed.GetValue(count), parsed.GetValue(size), parsed.GetValue(first), options.Seed(parsed));
            PairWriter.Write(clean, options, parsed, output);
            return Tool.Done;
        });
        return command;
    }

    private static CleanImages Draw(int count, int size, int first, long seed)
    {
        if (size is < SmallestSize or > LargestSize)
        {
            throw new UsageException($"A phantom of {size} pixels cannot be drawn: give --size from {SmallestSize} to {LargestSize}.");
        }

        var shape = new ImageShape(size, size);
        Counting.RefuseUnlessFits(count, shape);
        if (first < 0 || first > int.MaxValue - count)
        {
            throw new UsageException($"There is no image {first}: give --first from 0.");
        }

        var pixels = new Real[count * shape.Pixels];
        for (var i = 0; i < count; i++)
        {
            Phantoms.Draw(shape, seed, first + i, pixels.AsSpan(i * shape.Pixels, shape.Pixels));
        }

        return new CleanImages(shape, pixels, [], first, string.Create(CultureInfo.InvariantCulture, $"phantoms {first} to {first + count - 1} of seed {seed}"));
    }
}
