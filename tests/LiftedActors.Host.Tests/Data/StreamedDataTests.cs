using System.Text.Json.Nodes;
using LiftedActors.Actors;
using LiftedActors.Host.Data;
using LiftedActors.Host.Engines;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Tests.Data;

/// <summary>Streamed from a file, data are what they are in memory, and so is what is learned from them.</summary>
public sealed class StreamedDataTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_come_back_as_they_were_written_on_any_thread()
    {
        var rows = DataHolding.Streamed(_folder["new"]).Create(50, 7);
        for (var i = 49; i >= 0; i--)
        {
            rows.WriteRow(i, [.. Enumerable.Range(0, 7).Select(j => (Real)((7 * i) + j))]);
        }

        Parallel.For(0, 200, i =>
        {
            var row = new Real[7];
            rows.CopyRow(i % 50, row);
            Assert.Equal((Real)(7 * (i % 50)) + 6, row[6]);
        });
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.CopyRow(50, new Real[7]));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.CopyRow(-1, new Real[7]));
    }

    [Fact]
    public void The_file_leaves_no_trace_even_of_a_process_that_is_killed()
    {
        var rows = DataHolding.Streamed(_folder.Path).Create(3, 3);

        Assert.True(OperatingSystem.IsWindows() || !Directory.EnumerateFileSystemEntries(_folder.Path).Any());
        GC.KeepAlive(rows);
    }

    [Fact]
    public void Reading_a_row_allocates_nothing()
    {
        var (rows, row) = (DataHolding.Streamed(_folder.Path).Create(3, 3), new Real[3]);
        rows.WriteRow(1, row);
        rows.CopyRow(1, row);
        var before = GC.GetAllocatedBytesForCurrentThread();
        rows.CopyRow(1, row);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("phantoms")]
    [InlineData("pairs")]
    public void Images_have_the_same_digest(string source)
    {
        var json = SmallSpec.Parse();
        if (source == "pairs")
        {
            json["task"] = JsonNode.Parse($$"""{ "data": "pairs:{{Pairs()}}", "train": 32, "test": 6 }""");
        }

        var spec = SpecReader.Read("small", json);
        var folders = new DataFolders(null);

        Assert.Equal(
            TaskData.Load(spec.Task, spec.Seed, folders).Sha256,
            TaskData.Load(spec.Task, spec.Seed, folders, DataHolding.Streamed(_folder.Path)).Sha256);
    }

    [Theory]
    [InlineData("sequential")]
    [InlineData("embedded")]
    [InlineData("akka")]
    public async Task Weights_and_quality_are_equal_to_the_bit(string engine)
    {
        if (engine == "akka" && !BuiltEngines.Akka.IsPresent)
        {
            return;
        }

        var (inMemory, quality) = await TrainAsync("sequential", DataHolding.InMemory);
        var (streamed, streamedQuality) = await TrainAsync(engine, DataHolding.Streamed(_folder.Path));

        Assert.Equal(quality, streamedQuality);
        Assert.All(inMemory.Zip(streamed), pair => Assert.True(pair.First.Values.SequenceEqual(pair.Second.Values)));
    }

    [Fact]
    public void The_baseline_is_equal_to_the_bit()
    {
        var reports = ((DataHolding[])[DataHolding.InMemory, DataHolding.Streamed(_folder.Path)]).Select(holding =>
        {
            var baseline = Joined(holding).Baseline();
            return Enumerable.Range(0, 9).Select(_ => baseline.Step()).ToArray();
        }).ToArray();

        Assert.Equal(reports[0], reports[1]);
    }

    private static Experiment Joined(DataHolding holding)
    {
        var spec = SmallSpec.Read();
        return new Experiment(spec, TaskData.Load(spec.Task, spec.Seed, new DataFolders(null), holding));
    }

    private static async Task<(IReadOnlyList<LayerParameters> Parameters, Quality Quality)> TrainAsync(string engine, DataHolding holding)
    {
        var experiment = Joined(holding);
        var setting = new RunSetting
        {
            RunId = "streamed",
            Fingerprint = experiment.Fingerprint,
            Stopping = new MaximumEpochs(2),
            Checkpoints = new MemoryCheckpointStore(),
            Observer = new Silence(),
        };
        var solution = await ChosenEngine.Of(engine, 2).SolveAsync(experiment.Lift, setting, CancellationToken.None);
        return (solution.Parameters, experiment.Judge(solution.Parameters));
    }

    private string Pairs()
    {
        const int count = 38, pixels = 64;
        var (clean, degraded) = (new Matrix(count, pixels), new Matrix(count, pixels));
        for (var i = 0; i < clean.Values.Length; i++)
        {
            (clean.Values[i], degraded.Values[i]) = ((Real)Math.Sin(i), (Real)Math.Cos(i));
        }

        var origin = new Model.Formats.PairsOrigin("identity", 0, 1, 0, "test");
        using var file = File.Create(_folder["p.safetensors"]);
        new Model.Formats.ImagePairs(new Model.Imaging.ImageShape(8, 8), clean.Values.ToArray(), degraded.Values.ToArray(), [], origin).Write(file);
        return _folder["p.safetensors"];
    }

    private sealed class Silence : IRunObserver
    {
        public void IterationCompleted(IterationReport report, TimeSpan elapsed)
        {
        }

        public void EpochCompleted(int epoch, IReadOnlyList<LayerParameters> parameters, TimeSpan elapsed)
        {
        }

        public void CheckpointCommitted(int nextIteration)
        {
        }

        public void CheckpointFailed(string reason) => Assert.Fail(reason);

        public void RolledBack(int nextIteration, string reason) => Assert.Fail(reason);
    }
}
