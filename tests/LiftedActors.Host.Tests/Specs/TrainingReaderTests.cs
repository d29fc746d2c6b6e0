using LiftedActors.Host.Specs;
using LiftedActors.Model.Solving.Rates;

namespace LiftedActors.Host.Tests.Specs;

public sealed class TrainingReaderTests
{
    private const string Stop = "earlyStopping={\"patience\":3}";

    [Fact]
    public void Without_options_a_training_takes_all_its_epochs_and_keeps_the_last()
    {
        var training = SmallSpec.Read().Training;

        Assert.Equal((3, false, null, null), (training.Epochs, training.KeepsBest, training.Patience, training.Metric));
        Assert.IsType<Constant>(training.Rates);
    }

    [Fact]
    public void Choices_are_made_by_what_is_held_out_and_by_test_images_only_where_nothing_is()
    {
        Assert.Equal("validation-psnr", SmallSpec.Read(Stop, "task.validation=8").Training.Metric!.Word);
        Assert.Equal(MetricSamples.Test, SmallSpec.Read(Stop).Training.Metric!.Samples);
        Assert.Equal("psnr", SmallSpec.Read(Stop).Resolved["earlyStopping"]!["metric"]!.GetValue<string>());
        Assert.True(SmallSpec.Read("task.validation=8").Training.KeepsBest);
        Assert.Null(SmallSpec.Read("task.validation=8", "keep=last").Training.Metric);
        Assert.False(SmallSpec.Read(Stop, "earlyStopping.metric=objective").Training.Metric!.IsHigherBetter);
    }

    [Fact]
    public void Times_and_schedules_are_read()
    {
        var training = SmallSpec.Read("maximumTime=2m", "rateSchedule={\"step\":{\"every\":2}}").Training;

        Assert.Equal(TimeSpan.FromMinutes(2), training.MaximumTime);
        Assert.Equal(new Step(2, 0.1), training.Rates);
        Assert.All(Families.Rates.Words, word => Assert.Contains(word, (string[])["constant", "cosine", "exponential", "step", "warm-up"]));
    }

    [Theory]
    [InlineData("earlyStopping.patience=0", "earlyStopping.patience", "from 1")]
    [InlineData("earlyStopping.minimumChange=-1", "earlyStopping.minimumChange", "from 0")]
    [InlineData("earlyStopping.metric=psrn", "earlyStopping.metric", "'psnr'")]
    [InlineData("earlyStopping.metric=validation-psnr", "earlyStopping.metric", "task.validation")]
    [InlineData("earlyStopping.metrik=psnr", "earlyStopping.metrik", "'metric'")]
    [InlineData("earlyStoping={}", "earlyStoping", "'earlyStopping'")]
    [InlineData("keep=best", "keep", "best-and-last")]
    [InlineData("maximumTime=soon", "maximumTime", "90s")]
    [InlineData("rateSchedule=cosin", "rateSchedule", "'cosine'")]
    [InlineData("rateSchedule={\"step\":{\"every\":0}}", "rateSchedule.step.every", "at least 1")]
    public void Faults_have_their_place_and_the_nearest_word(string change, string path, string message)
    {
        var fault = Assert.Single(Assert.Throws<SpecException>(() => SmallSpec.Read(Stop, change)).Faults);
        Assert.Equal(path, fault.Path);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_chosen_by_test_images_where_others_are_held_out()
    {
        var fault = Assert.Single(Assert.Throws<SpecException>(() => SmallSpec.Read(Stop, "task.validation=8", "earlyStopping.metric=ssim")).Faults);

        Assert.Equal("earlyStopping.metric", fault.Path);
        Assert.Contains("validation-psnr", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("codeSparsity=-1", "from 0")]
    [InlineData("only=back-propagation", "no auxiliary activations")]
    [InlineData("method.formulation=lifted-contrastive", "cancels")]
    [InlineData("network.activation=softmax", "separable")]
    public void Codes_are_sparse_where_there_are_some_with_a_closed_form(string change, string message)
    {
        Assert.Equal(0.2, SmallSpec.Read("codeSparsity=0.2").Method.CodeSparsity);
        var fault = Assert.Single(Assert.Throws<SpecException>(() => SmallSpec.Read("codeSparsity=0.2", change)).Faults);
        Assert.Equal("codeSparsity", fault.Path);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_resolved_options_read_as_themselves()
    {
        var spec = SmallSpec.Read(Stop, "task.validation=8", "maximumTime=90s", "rateSchedule=warm-up");

        var again = SpecReader.Read("again", SpecReader.Parse("again", spec.Resolved.ToJsonString()));

        Assert.Equal(spec.Training, again.Training);
        Assert.Equal(spec.Resolved.ToJsonString(), again.Resolved.ToJsonString());
    }
}
