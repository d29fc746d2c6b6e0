using LiftedActors.Host.Data;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Tests.Data;

/// <summary>Training on patches of pictures: each picture has a grey of its own, so that one sees where a patch comes from.</summary>
public sealed class PicturePatchesTests : IDisposable
{
    private const int Pictures = 10;
    private readonly ScratchFolder _folder = new();

    public PicturePatchesTests()
    {
        for (var i = 0; i < Pictures; i++)
        {
            Write("train", $"{i}.png", new ImageShape(20 + i, 30 - i), i * 10);
        }

        Write("test", "a.png", new ImageShape(16, 24), 200);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Data_are_a_function_of_the_seed_and_not_of_where_they_are_held()
    {
        var digest = Load(1).Sha256;

        Assert.Equal(digest, Load(1).Sha256);
        Assert.Equal(digest, Load(DataHolding.Streamed(_folder["rows"]), 1).Sha256);
        Assert.NotEqual(digest, Load(2).Sha256);
    }

    [Fact]
    public void Patches_of_all_pictures_come_and_those_held_out_have_pictures_of_their_own()
    {
        var data = Load(1, "task.train=200", "task.validation=40");

        var (train, validation) = (Greys(data.Train), Greys(data.Validation!));
        Assert.Equal(Enumerable.Range(0, 8).Select(i => i * 10), train.Distinct().Order());
        Assert.Equal([80, 90], validation.Distinct().Order());
        Assert.Equal([200], Greys(data.Test).Distinct());
        Assert.Equal(160, train.Length);
    }

    [Fact]
    public void Tiles_are_taken_from_both_folders_where_they_are_asked_for()
    {
        var data = Load(1, "task.patches=tiles", "task.test=6");

        Assert.Equal(0, Greys(data.Train)[0]);
        Assert.Equal([200, 200, 200, 200, 200, 200], Greys(data.Test));
        Assert.Throws<DataFaultException>(() => Load(1, "task.test=7"));
    }

    [Fact]
    public async Task Whole_pictures_are_judged_as_they_are_restored()
    {
        Write("test", "b.png", new ImageShape(21, 13), 90);
        Assert.Equal(Load(1, "task.testOn=whole", "task.test=2").Sha256, Load(1, "task.testOn=whole", "task.test=2").Sha256);
        Assert.NotEqual(Load(1, "task.testOn=whole", "task.test=2").Sha256, Load(1, "task.testOn=whole", "task.test=1").Sha256);
        File.WriteAllText(_folder["spec.json"], Read("epochs=1", "task.testOn=whole", "task.test=2", "task.operator=identity").Resolved.ToJsonString());

        Assert.Equal(0, (await Lifted.RunAsync("train", _folder["spec.json"], "--out", _folder["run"], "--quiet", "--no-baseline")).Code);
        var run = Host.Runs.RunFolder.Open(_folder["run"]);
        var spec = run.ReadSpec();
        var (experiment, weights) = (new Host.Runs.Experiment(spec, TaskData.Load(spec.Task, spec.Seed, new DataFolders(null))), Host.Runs.WeightsFile.Read(run.Weights, spec.Network));
        var restorer = Host.Restoring.Restorers.Of(spec.Network, weights, new ImageShape(8, 8));

        var expected = experiment.Data.Pictures.Average(picture => PeakSignalToNoise.Of(picture.Clean.Pixels, restorer.Restore(picture.Degraded).Pixels));
        Assert.Equal([new ImageShape(16, 24), new ImageShape(21, 13)], experiment.Data.Pictures.Select(picture => picture.Clean.Shape));
        Assert.Equal(expected, experiment.Judge(weights)[Host.Runs.QualityMeasure.Psnr], 10);
        Assert.Contains($"PSNR {expected.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)} dB", (await Lifted.RunAsync("eval", _folder["run"])).Output, StringComparison.Ordinal);
        Assert.Equal([200, 90], experiment.Data.Pictures.Select(picture => (int)Math.Round(picture.Clean[0, 0] * 255.0)));
        Assert.Throws<DataFaultException>(() => Load(1, "task.testOn=whole", "task.test=3"));
    }

    [Theory]
    [InlineData("task.testOn=hole", "task.testOn", "'whole'")]
    [InlineData("task.patches=randm", "task.patches", "'random'")]
    [InlineData("task.testData=null", "task.testData", "another folder")]
    [InlineData("task.test-data=x", "task.test-data", "'testData'")]
    public void Faults_have_their_place(string change, string path, string message)
    {
        var fault = Assert.Single(Assert.Throws<SpecException>(() => Read("task.patches=random", change)).Faults);
        Assert.Equal(path, fault.Path);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_pictures_take_patches() => Assert.Equal("task.patches", Assert.Single(Assert.Throws<SpecException>(() => SmallSpec.Read("task.patches=random")).Faults).Path);

    [Fact]
    public void Small_pictures_single_ones_and_empty_folders_are_refused()
    {
        Assert.Contains("holds no patch of 24 × 24", Refusal("task.size=24", "network.widths=[576,20,576]"), StringComparison.Ordinal);
        Directory.CreateDirectory(_folder["empty"]);
        Assert.Contains("there are no pictures", Refusal($"task.data={_folder["empty"]}"), StringComparison.Ordinal);
        Assert.Contains("a picture of its own", Refusal($"task.data={_folder["test"]}", "task.validation=2"), StringComparison.Ordinal);

        string Refusal(params string[] changes) => Assert.Throws<DataFaultException>(() => Load(1, changes)).Message;
    }

    [Fact]
    public async Task A_run_on_patches_is_resumed_from_any_folder()
    {
        File.WriteAllText(_folder["spec.json"], Read("epochs=2").Resolved.ToJsonString());

        Assert.Equal(0, (await Lifted.RunAsync("train", _folder["spec.json"], "--out", _folder["run"], "--quiet")).Code);
        Assert.Equal(_folder["test"], Host.Runs.RunFolder.Open(_folder["run"]).ReadSpec().Task.TestLocation);
        Assert.Equal(0, (await Lifted.RunAsync("eval", _folder["run"])).Code);
    }

    private static int[] Greys(SamplePairs samples) => [.. Enumerable.Range(0, samples.Count).Select(i =>
    {
        var row = new Real[samples.Targets.Columns];
        samples.Targets.CopyRow(i, row);
        return (int)Math.Round(row[0] * 255.0);
    })];

    private TaskData Load(long seed, params string[] overrides) => Load(DataHolding.InMemory, seed, overrides);

    private TaskData Load(DataHolding holding, long seed, params string[] overrides) => TaskData.Load(Read(overrides).Task, seed, new DataFolders(null), holding);

    private ExperimentSpec Read(params string[] overrides) =>
        SmallSpec.Read([$"task.data={_folder["train"]}", $"task.testData={_folder["test"]}", .. overrides]);

    private void Write(string folder, string name, ImageShape shape, int grey)
    {
        Directory.CreateDirectory(_folder[folder]);
        using var file = File.Create(_folder[$"{folder}/{name}"]);
        Png.Write(file, new Image(shape, [.. Enumerable.Repeat((Real)(grey / 255.0), shape.Pixels)]));
    }
}
