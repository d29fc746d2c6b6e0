using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Data;

/// <summary>The data of a task: what a network is trained on, what choices are made by, and what it is judged on.</summary>
public sealed class TaskData
{
    /// <summary>The number of the first test image: beyond every training image, so that no test image shares noise with one.</summary>
    public const int FirstTestSample = 1_000_000;

    /// <summary>Joins the parts.</summary>
    /// <param name="task">The task.</param>
    /// <param name="shape">The shape of an image.</param>
    /// <param name="samples">Training samples; the last ones are held out for validation if the task says so.</param>
    /// <param name="test">Test samples.</param>
    /// <param name="pictures">Whole pictures to test on; empty for none.</param>
    internal TaskData(TaskSpec task, ImageShape shape, SamplePairs samples, SamplePairs test, params IReadOnlyList<TestPicture> pictures)
    {
        (Kind, Shape, Test, Pictures) = (task.Kind, shape, test, pictures);
        Train = task.Validation == 0 ? samples : samples.Range(0, samples.Count - task.Validation);
        Validation = task.Validation == 0 ? null : samples.Range(samples.Count - task.Validation, task.Validation);
        Sha256 = Digest([.. Validation is null ? [Train, Test] : (SamplePairs[])[Train, Test, Validation], .. pictures.Select(picture => picture.Sample)]);
    }

    private TaskData(TaskData whole, SamplePairs train, SamplePairs test)
    {
        (Kind, Shape, Scaling, Train, Test) = (whole.Kind, whole.Shape, whole.Scaling, train, test);
        Sha256 = Digest([Train, Test]);
    }

    /// <summary>What is to be learned.</summary>
    public TaskKind Kind { get; }

    /// <summary>The shape of an input image.</summary>
    public ImageShape Shape { get; }

    /// <summary>What happened to the grey values of the inputs.</summary>
    public PixelScaling Scaling { get; init; } = PixelScaling.Unit;

    /// <summary>The samples to train on.</summary>
    public SamplePairs Train { get; }

    /// <summary>Samples that are held out from training, to make choices by; null without any.</summary>
    public SamplePairs? Validation { get; }

    /// <summary>The samples to test on; of whole pictures the patches in the middle.</summary>
    public SamplePairs Test { get; }

    /// <summary>Whole pictures to test on, in the place of <see cref="Test"/>; empty for none.</summary>
    public IReadOnlyList<TestPicture> Pictures { get; } = [];

    /// <summary>What the user should know of the files, one sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>The digest of all values: two runs with equal digests saw the same data.</summary>
    public string Sha256 { get; }

    /// <summary>Reads or generates the samples of a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="seed">The seed of generated images, of operators and of noise.</param>
    /// <param name="folders">Where files are looked for.</param>
    /// <param name="holding">Where the samples are held; null for in memory.</param>
    /// <exception cref="DataFaultException">A file or folder is missing, damaged, or holds too little.</exception>
    public static TaskData Load(TaskSpec task, long seed, DataFolders folders, DataHolding? holding = null) => task.Kind == TaskKind.Classification
        ? ClassificationData.Load(task, seed, folders, holding ?? DataHolding.InMemory)
        : RestorationData.Load(task, seed, folders, holding ?? DataHolding.InMemory);

    /// <summary>The same data with the last training samples in the place of the test samples: to choose a rate by.</summary>
    /// <param name="count">The samples to take.</param>
    public TaskData HoldOut(int count) => new(this, Train.Range(0, Train.Count - count), Train.Range(Train.Count - count, count));

    private static string Digest(IEnumerable<SamplePairs> sets)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var rows in sets.SelectMany(set => (IRows[])[set.Targets, set.Inputs]))
        {
            var row = new Real[rows.Columns];
            for (var i = 0; i < rows.Rows; i++)
            {
                rows.CopyRow(i, row);
                hash.AppendData(MemoryMarshal.AsBytes(row.AsSpan()));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
