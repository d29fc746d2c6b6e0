using System.Text.Json.Nodes;
using LiftedActors.Host.Data;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Runs;

/// <summary>The folder of one run; the file <c>docs/run-folder.md</c> says what each file holds.</summary>
/// <param name="Path">The folder.</param>
public sealed record RunFolder(string Path)
{
    /// <summary>Where numbered folders are made.</summary>
    public const string Runs = "runs";

    /// <summary>The name of the run.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(Path)));

    /// <summary>The resolved spec.</summary>
    public string Spec => In("spec.json");

    /// <summary>How the run was started on this machine.</summary>
    public string Launch => In("launch.json");

    /// <summary>The metrics as comma-separated values.</summary>
    public string MetricsTable => In("metrics.csv");

    /// <summary>The metrics as one JSON object per line.</summary>
    public string MetricsLines => In("metrics.jsonl");

    /// <summary>The log.</summary>
    public string Log => In("log.txt");

    /// <summary>The folder of checkpoints.</summary>
    public string Checkpoints => In("checkpoints");

    /// <summary>The summary.</summary>
    public string Summary => In("summary.json");

    /// <summary>Which versions an asynchronous run took.</summary>
    public string Trace => In("trace.txt");

    /// <summary>The lifting gap and the changes of the penalty weights.</summary>
    public string Penalties => In("penalties.jsonl");

    /// <summary>The checkpoint of the last good change of the penalty weights.</summary>
    public string LastGood => System.IO.Path.Combine(Checkpoints, "last-good");

    /// <summary>Where the time of a sweep went; only of a run with a profile.</summary>
    public string Profile => In("profile.json");

    /// <summary>The weights of the lifted run.</summary>
    public string Weights => In("weights.safetensors");

    /// <summary>The weights of the lifted run after its best epoch; only where they are kept.</summary>
    public string BestWeights => In("best.safetensors");

    /// <summary>The weights of the baseline after its best epoch; only where they are kept.</summary>
    public string BestBaselineWeights => In("baseline-best.safetensors");

    /// <summary>The weights of the baseline, once it is complete.</summary>
    public string BaselineWeights => In("baseline.safetensors");

    /// <summary>The file of some weights of the run.</summary>
    /// <exception cref="SpecException">The run has kept no such weights.</exception>
    public string WeightsOf(RunWeights weights)
    {
        var file = weights switch
        {
            RunWeights.Best => BestWeights,
            RunWeights.Baseline => BaselineWeights,
            RunWeights.BaselineBest => BestBaselineWeights,
            _ => Weights,
        };
        return weights == RunWeights.Last || File.Exists(file)
            ? file
            : throw new SpecException(Path, "weights", $"there is no {System.IO.Path.GetFileName(file)}; take other weights.");
    }

    /// <summary>Quality and objective over the epochs.</summary>
    public string Curves => In("curves.png");

    /// <summary>Some test images, restored.</summary>
    public string Restored => In("restored.png");

    /// <summary>Some test images with the classes that were found for them.</summary>
    public string Classified => In("classified.png");

    /// <summary>The inputs that an inversion found, with the measurements.</summary>
    public string Inverted => In("inverted.safetensors");

    /// <summary>The weights that an inversion tried, and what each came to.</summary>
    public string Trials => In("trials.jsonl");

    /// <summary>Misfit and regulariser over the weights that an inversion tried.</summary>
    public string AlphaPath => In("alpha.png");

    /// <summary>Some inputs that an inversion found.</summary>
    public string Panel => In("panel.png");

    /// <summary>What can be said of every sample of an inversion.</summary>
    public string Certificates => In("certificates.jsonl");

    /// <summary>What an inversion found with one of the weights that it tried.</summary>
    public string Trial(int number) => System.IO.Path.Combine(In("trials"), System.FormattableString.Invariant($"{number:000}.safetensors"));

    /// <summary>Which versions the solver took for one of these weights, if it chose.</summary>
    public string TrialTrace(int number) => System.IO.Path.ChangeExtension(Trial(number), ".trace.txt");

    /// <summary>An empty file that is locked as long as a process works on the run.</summary>
    public string Lock => In("lock");

    /// <summary>Creates a folder for a new run.</summary>
    /// <param name="asked">The folder that was asked for, empty or not there yet; null for a numbered one under <c>runs</c>.</param>
    /// <param name="name">The name of the experiment.</param>
    /// <exception cref="SpecException">The name is empty.</exception>
    /// <exception cref="DataFaultException">The folder holds a run already, or cannot be made.</exception>
    public static RunFolder Create(string? asked, string name)
    {
        if (string.IsNullOrWhiteSpace(asked ?? name))
        {
            throw new SpecException("The command line", "--out", "an empty name is not a folder; name one, or leave the option out.");
        }

        if (asked is not null)
        {
            var folder = new RunFolder(asked);
            return folder.Claim()
                ? folder
                : throw new DataFaultException($"{asked}: this folder is not empty; name a new one with --out, or go on with 'lifted resume {asked}'.");
        }

        return Enumerable.Range(1, int.MaxValue - 1)
            .Select(number => new RunFolder(System.IO.Path.Combine(Runs, $"{name}-{number:000}")))
            .First(folder => !Directory.Exists(folder.Path) && folder.Claim());
    }

    /// <summary>Opens the folder of an earlier run.</summary>
    /// <exception cref="DataFaultException">There is no run.</exception>
    public static RunFolder Open(string path)
    {
        var folder = new RunFolder(path);
        return File.Exists(folder.Spec)
            ? folder
            : throw new DataFaultException($"{path}: there is no run here (no spec.json); name the folder that 'lifted train' or 'lifted invert' wrote.");
    }

    /// <summary>Keeps other processes from working on the run until the result is disposed.</summary>
    /// <exception cref="DataFaultException">Another process works on it.</exception>
    public IDisposable Hold()
    {
        try
        {
            return new FileStream(Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DataFaultException($"{Path}: this run cannot be worked on, perhaps because another process does: {fault.Message}", fault);
        }
    }

    /// <summary>Reads the spec of the run.</summary>
    /// <exception cref="DataFaultException">The run is an inversion.</exception>
    public ExperimentSpec ReadSpec() => InversionReader.Describes(Parsed)
        ? throw new DataFaultException($"{Path}: this run is an inversion; name the folder of a training.")
        : SpecReader.Read(Spec, Parsed);

    /// <summary>The spec of an inversion; null where the run is a training.</summary>
    internal InversionSpec? Inversion() => InversionReader.Describes(Parsed) ? InversionReader.Read(Spec, Parsed) : null;

    private System.Text.Json.Nodes.JsonObject Parsed => SpecReader.Parse(Spec, File.ReadAllText(Spec));

    /// <summary>The folder of the data that the run was started with; null where it is not there any more.</summary>
    public string? DataOfLaunch() => OfLaunch("data") is { } value && value.TryGetValue(out string? data) && Directory.Exists(data) ? data : null;

    /// <summary>The memory that the run was to keep within; null where none was asked for.</summary>
    public MemoryBudget? MemoryOfLaunch() => OfLaunch("memory") is { } value && value.TryGetValue(out long bytes) && bytes > 0 ? new MemoryBudget(bytes, true) : null;

    private JsonValue? OfLaunch(string key) => File.Exists(Launch) ? SpecReader.Parse(Launch, File.ReadAllText(Launch))[key] as JsonValue : null;

    private string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Makes the folder this process's own, whatever others do at the same moment; false where it holds something already.</summary>
    private bool Claim()
    {
        try
        {
            Directory.CreateDirectory(Path);
            if (Directory.EnumerateFileSystemEntries(Path).Any())
            {
                return false;
            }

            using var claim = new FileStream(Lock, FileMode.CreateNew);
            return true;
        }
        catch (IOException) when (File.Exists(Lock))
        {
            return false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DataFaultException($"{Path}: this folder cannot be made: {fault.Message}", fault);
        }
    }
}
