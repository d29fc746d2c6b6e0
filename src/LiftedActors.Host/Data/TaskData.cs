using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Operators;

namespace LiftedActors.Host.Data;

/// <summary>The data of a task: clean images and what is seen of them.</summary>
public sealed class TaskData
{
    /// <summary>The number of the first test image: beyond every training image, so that no test image shares noise with one.</summary>
    public const int FirstTestSample = 1_000_000;

    private const int FirstMnistTestSample = 60_000;

    private TaskData(ImageShape shape, ImagePairs train, ImagePairs test)
    {
        (Shape, Train, Test) = (shape, train, test);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var images in (IRows[])[train.Clean, train.Degraded, test.Clean, test.Degraded])
        {
            var row = new Real[images.Columns];
            for (var i = 0; i < images.Rows; i++)
            {
                images.CopyRow(i, row);
                hash.AppendData(MemoryMarshal.AsBytes(row.AsSpan()));
            }
        }

        Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The shape of an image.</summary>
    public ImageShape Shape { get; }

    /// <summary>The images to train on.</summary>
    public ImagePairs Train { get; }

    /// <summary>The images to test on.</summary>
    public ImagePairs Test { get; }

    /// <summary>The digest of all values: two runs with equal digests saw the same data.</summary>
    public string Sha256 { get; }

    /// <summary>Reads or generates the images of a task and degrades them.</summary>
    /// <param name="task">The task.</param>
    /// <param name="seed">The seed of generated images, of operators and of noise.</param>
    /// <param name="folders">Where files are looked for.</param>
    /// <param name="holding">Where the images are held; null for in memory.</param>
    /// <exception cref="DataFaultException">A file or folder is missing, damaged, or holds too little.</exception>
    public static TaskData Load(TaskSpec task, long seed, DataFolders folders, DataHolding? holding = null)
    {
        var held = holding ?? DataHolding.InMemory;
        if (task.Source == DataSource.Pairs)
        {
            var (pairShape, train, test) = PairsFile.Read(folders.Resolve(task.Location!), task.Train, task.Test, held);
            return new TaskData(pairShape, train, test);
        }

        var shape = task.Shape!.Value;
        var images = task.Source switch
        {
            DataSource.Mnist => MnistImages.Read(folders, task.Train, task.Test, held),
            DataSource.Pictures => PictureTiles.Read(folders.Resolve(task.Location!), shape, (task.Train, task.Test), held),
            _ => PhantomImages.Draw(shape, task.Train, task.Test, (seed, held)),
        };
        var degradation = new Degradation(OperatorCatalogue.Create(task.Operator, images.Shape, seed), task.Noise, seed);
        return new TaskData(images.Shape, Degrade(images.Train, 0), Degrade(images.Test, task.Source == DataSource.Mnist ? FirstMnistTestSample : FirstTestSample));

        ImagePairs Degrade(IRowStore clean, int first)
        {
            var degraded = held.Create(clean.Rows, clean.Columns);
            var (seen, row) = (new Real[clean.Columns], new Real[clean.Columns]);
            for (var i = 0; i < clean.Rows; i++)
            {
                clean.CopyRow(i, row);
                degradation.Apply(first + i, row, seen);
                degraded.WriteRow(i, seen);
            }

            return new ImagePairs(clean.Written, degraded.Written);
        }
    }

    /// <summary>The same data with the last training images in the place of the test images: to choose a rate by.</summary>
    /// <param name="count">The images to take.</param>
    public TaskData HoldOut(int count) => new(Shape, Train.Range(0, Train.Count - count), Train.Range(Train.Count - count, count));
}
