using System.Text.Json.Nodes;
using LiftedActors.Host.Data;
using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Tests.Commands;

public sealed class ClassificationTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public ClassificationTests()
    {
        Digits.WriteTo(_folder.Path, 150, 50);
        File.WriteAllText(_folder["digits.json"], Digits.Spec);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Classes_are_learned_and_every_place_that_shows_a_quality_shows_the_accuracy()
    {
        var (code, output, _) = await Lifted.RunAsync("train", _folder["digits.json"], "--data", _folder.Path, "--out", _folder["run"]);

        Assert.Equal(0, code);
        Assert.Contains("accuracy: back-propagation 1.0000, lifted 1.0000", output, StringComparison.Ordinal);
        Assert.Contains("done: accuracy ", output, StringComparison.Ordinal);
        Assert.Contains("validation accuracy ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("PSNR", output, StringComparison.Ordinal);
        var summary = JsonNode.Parse(File.ReadAllText(_folder["run/summary.json"]))!;
        Assert.Equal(1, summary["accuracy"]!["lifted"]!.GetValue<double>());
        Assert.InRange(summary["validation"]!["accuracy"]!["lifted"]!.GetValue<double>(), 0.5, 1);
        Assert.Null(summary["psnr"]);
        Assert.EndsWith("seconds,accuracy,crossEntropy,validationAccuracy,validationCrossEntropy", File.ReadLines(_folder["run/metrics.csv"]).First(), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["run/restored.png"]));
        using (var picture = File.OpenRead(_folder["run/classified.png"]))
        {
            Assert.True(Png.Read(picture).Pixels.Length > 0);
        }

        var (evaluated, table, _) = await Lifted.RunAsync("eval", _folder["run"]);
        Assert.Equal((0, 4), (evaluated, Lifted.LinesOf(table)));
        Assert.Contains("accuracy 1.0000  cross-entropy", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_inputs_have_mean_zero_and_deviation_one_over_the_training_images_alone()
    {
        var (plain, data) = (Load(), Load("task.scaling=standard"));

        var scaling = PixelScaling.Standard(data.Train.Inputs);
        Assert.Equal(0, scaling.Mean, 5);
        Assert.Equal(1, scaling.Deviation, 5);
        Assert.NotEqual(0, PixelScaling.Standard(data.Test.Inputs).Mean, 5);
        var row = Matrix.Copy(data.Test.Inputs);
        data.Scaling.Undo(row.Values);
        Assert.All(row.Values.ToArray().Zip(Matrix.Copy(plain.Test.Inputs).Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 5));
    }

    [Fact]
    public void What_is_held_out_is_not_trained_on_and_each_target_is_one_hot()
    {
        var (whole, held) = (Load("task.validation=0"), Load());

        Assert.Equal((120, 100, 20), (whole.Train.Count, held.Train.Count, held.Validation!.Count));
        Assert.Null(whole.Validation);
        Assert.Equal(Matrix.Copy(whole.Train.Inputs).Values[..(100 * 784)], Matrix.Copy(held.Train.Inputs).Values);
        Assert.Equal(Matrix.Copy(whole.Train.Inputs).Values[(100 * 784)..], Matrix.Copy(held.Validation.Inputs).Values);
        var targets = Matrix.Copy(held.Train.Targets);
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal((9, 1), (targets.Row(i).Count((Real)0), targets.Row(i).Count((Real)1))));
    }

    [Fact]
    public void Splits_noise_and_scaling_make_other_data()
    {
        string[] digests = [Load().Sha256, Load("task.validation=10").Sha256, Load("task.noise=0.1").Sha256, Load("task.scaling=standard").Sha256];

        Assert.Equal(digests.Length, digests.Distinct().Count());
        Assert.Equal(Load("task.noise=0.1", "task.scaling=standard").Sha256, Load(DataHolding.Streamed(_folder["rows"]), "task.noise=0.1", "task.scaling=standard").Sha256);
    }

    [Fact]
    public void Networks_that_do_not_give_probabilities_are_judged_by_the_squared_loss()
    {
        var experiment = new Experiment(Read("network.output=identity"), Load());

        Assert.Equal([QualityMeasure.Accuracy, QualityMeasure.SquaredLoss], experiment.Columns.Measures.ToArray());
    }

    [Fact]
    public void The_loss_of_the_judge_is_that_of_the_network() => Assert.All((string[])["softmax", "identity"], output =>
    {
        var experiment = new Experiment(Read($"network.output={output}", "task.validation=0", "method.outer=full-batch"), Load("task.validation=0"));
        var baseline = experiment.Baseline();
        var parameters = baseline.CurrentParameters;
        var judged = experiment.Judge(experiment.Data.Train, parameters);

        Assert.Equal(baseline.Step().Loss, judged.Values[1].Value, 4);
    });

    [Theory]
    [InlineData("task.kind=classificaton", "task.kind", "'classification'")]
    [InlineData("task.scaling=standart", "task.scaling", "'standard'")]
    [InlineData("task.operator=identity", "task.operator", "leave the operator out")]
    [InlineData("task.data=phantoms", "task.kind", "only the data 'mnist' have classes")]
    [InlineData("task.validation=120", "task.validation", "leave none")]
    [InlineData("network.widths=[784,24,784]", "network.widths", "784 as the first and 10 as the last")]
    [InlineData("method.shards=101", "method.shards", "a batch of 20")]
    public void Faults_have_their_place(string change, string path, string message)
    {
        var fault = Assert.Single(Assert.Throws<SpecException>(() => Read(change)).Faults);
        Assert.Equal(path, fault.Path);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_whole_batch_is_that_of_the_images_that_are_trained_on() =>
        Assert.Equal(100, Read("method.outer=full-batch").Method.Outer.BatchSize(Read().Task.Training));

    [Fact]
    public void Scaling_is_no_part_of_a_restoration() =>
        Assert.Equal("task.scaling", Assert.Single(Assert.Throws<SpecException>(() => SmallSpec.Read("task.scaling=unit")).Faults).Path);

    [Fact]
    public void Labels_of_other_images_are_refused()
    {
        using (var file = File.Create(_folder["train-labels-idx1-ubyte"]))
        {
            Idx.Write(file, new IdxArray([149], new byte[149]));
        }

        Assert.Contains("149 labels for 150 images", Assert.Throws<DataFaultException>(() => Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_beyond_the_classes_is_refused()
    {
        using (var file = File.Create(_folder["train-labels-idx1-ubyte"]))
        {
            Idx.Write(file, new IdxArray([150], [.. Enumerable.Repeat((byte)9, 149), 0]));
            file.Position = 8 + 3;
            file.WriteByte(10);
        }

        Assert.Contains("label 3 is 10", Assert.Throws<DataFaultException>(() => Load()).Message, StringComparison.Ordinal);
    }

    private static ExperimentSpec Read(params string[] overrides)
    {
        var spec = SpecReader.Parse("digits", Digits.Spec);
        SpecOverrides.Apply(spec, overrides);
        return SpecReader.Read("digits", spec);
    }

    private TaskData Load(params string[] overrides) => Load(DataHolding.InMemory, overrides);

    private TaskData Load(DataHolding holding, params string[] overrides) => TaskData.Load(Read(overrides).Task, 1, new DataFolders(_folder.Path), holding);
}
