using System.CommandLine;
using System.Globalization;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;

namespace LiftedActors.DatasetPrep;

/// <summary>The command <c>mnist</c>: pairs from the four files of the MNIST database, checked against the published sums.</summary>
internal static class MnistCommand
{
    private const string Train = "train";
    private const string Test = "test";

    // Test images are numbered after the 60,000 training images, so that the two share no noise.
    private const int FirstTestSample = 60_000;

    /// <summary>Makes the command.</summary>
    public static Command Create(TextWriter output, MnistDownload download)
    {
        var from = new Option<string>("--from")
        {
            Description = "The folder of the four IDX files, compressed or not.",
            DefaultValueFactory = _ => Path.Combine("data", "mnist"),
        };
        var wanted = new Option<bool>("--download") { Description = "Fetch the files that the folder lacks from a public mirror." };
        var split = new Option<string>("--split") { Description = "Which images.", DefaultValueFactory = _ => Train };
        split.AcceptOnlyFromAmong(Train, Test);
        var count = new Option<int?>("--count") { Description = "How many of them, from the first; all unless given." };
        var options = new DegradationOptions("mnist.safetensors");
        var command = new Command("mnist", "Reads the MNIST files, whose checksums must be the published ones.") { from, wanted, split, count };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(from)!;
            if (parsed.GetValue(wanted))
            {
                download.FetchMissing(folder);
            }

            MnistFolder.Verify(folder, output);
            PairWriter.Write(Read(folder, parsed.GetValue(split)!, parsed.GetValue(count)), options, parsed, output);
            return Tool.Done;
        });
        return command;
    }

    private static CleanImages Read(string folder, string split, int? asked)
    {
        var isTrain = split == Train;
        var images = MnistFolder.Read(folder, isTrain ? MnistFile.TrainImages : MnistFile.TestImages);
        var labels = MnistFolder.Read(folder, isTrain ? MnistFile.TrainLabels : MnistFile.TestLabels);
        var count = asked ?? images.Count;
        if (count < 1 || count > images.Count)
        {
            throw new UsageException($"There are no {count} images in the {split} set: give --count from 1 to {images.Count}.");
        }

        var shape = new ImageShape(images.Lengths[1], images.Lengths[2]);
        var pixels = new Real[count * shape.Pixels];
        images.CopyGreyValues(0, pixels);
        var source = string.Create(CultureInfo.InvariantCulture, $"MNIST {split} images 0 to {count - 1}");
        return new CleanImages(shape, pixels, labels.Values[..count].ToArray(), isTrain ? 0 : FirstTestSample, source);
    }
}
