using LiftedActors.Host.Bench;
using LiftedActors.Host.Runs;

namespace LiftedActors.Host.Tests.Bench;

public sealed class MethodComparisonTests
{
    [Fact]
    public void Time_is_interpolated_between_the_ends_of_epochs()
    {
        var run = Run(1, (1, 2, 10), (2, 4, 14));
        Assert.Equal([5, 10, 12, 14, 14], ((double[])[1, 2, 3, 4, 9]).Select(run.AtTime));
        Assert.Equal([0, 10, 14, 14], ((int[])[0, 1, 2, 7]).Select(epoch => run.AtEpoch(epoch).Value));
        Assert.Equal([2, 2], run.EpochSeconds);
    }

    [Fact]
    public void A_method_that_loses_is_told_by_how_much()
    {
        // The slow one is better per epoch; the fast one has run for half of its time.
        var slow = new Rival("slow", [Run(1, (1, 2, 10), (2, 4, 12)), Run(2, (1, 2, 11), (2, 4, 12.5))]);
        var fast = new Rival("fast", [Run(1, (1, 1, 10.5), (2, 2, 11.5)), Run(2, (1, 1, 11), (2, 2, 12))]);
        var comparison = new MethodComparison([slow, fast], QualityMeasure.Psnr, byTime: false);

        Assert.Equal((2, 2.0, 2.0), (comparison.Epochs, comparison.Seconds[1], comparison.Seconds[2]));
        Assert.Equal(["slow", "fast"], comparison.Ranked.Select(score => score.Method));
        Assert.Equal(["fast", "slow"], new MethodComparison([slow, fast], QualityMeasure.Psnr, byTime: true).Ranked.Select(score => score.Method));
        Assert.Equal(12.25, comparison.Scores[0].AtEpochs.Mean);
        Assert.Equal(Math.Sqrt(0.125), comparison.Scores[0].AtEpochs.Deviation, 1e-12);
        Assert.Equal([10, 11], comparison.Scores[0].AtTime.Values);
        Assert.Equal(2, comparison.Scores[0].SecondsPerEpoch);
        Assert.Equal(
            ["slow is not behind at equal epochs, but 1.25 dB below fast at equal time.", "fast is 0.50 dB below slow at equal epochs, and not behind at equal time."],
            comparison.Losses());
    }

    [Fact]
    public void What_the_seeds_do_not_tell_apart_is_said_to_be_so()
    {
        var one = new Rival("one", [Run(1, (1, 1, 10)), Run(2, (1, 1, 13))]);
        var other = new Rival("other", [Run(1, (1, 1, 11)), Run(2, (1, 1, 13))]);
        var equal = new Rival("equal", [Run(1, (1, 1, 11.001)), Run(2, (1, 1, 13))]);
        var sentence = Assert.Single(new MethodComparison([one, other, equal], QualityMeasure.Psnr, byTime: false).Losses());
        Assert.Equal("one is 0.50 dB (within the spread of the seeds) below equal at equal epochs and 0.50 dB (within the spread of the seeds) below it at equal time.", sentence);
    }

    [Fact]
    public void A_run_that_did_not_end_well_is_named_and_left_out()
    {
        var good = new Rival("good", [Run(1, (1, 1, 10), (2, 2, 11)), Run(2, (1, 1, 10), (2, 2, 11))]);
        var half = new Rival("half", [Run(1, (1, 1, 12), (2, 2, 13)), Run(2, (1, 1, 1)) with { Fault = "It ran away." }]);
        var none = new Rival("none", [.. half.Runs.Select(run => run with { Fault = "It ran away." })]);
        var comparison = new MethodComparison([good, half, none], QualityMeasure.Psnr, byTime: false);

        Assert.Equal(2, comparison.Epochs);
        Assert.Equal(["half", "good"], comparison.Ranked.Select(score => score.Method));
        Assert.Equal([13], comparison.Ranked[0].AtEpochs.Values);
        var losses = comparison.Losses().ToArray();
        Assert.Equal(4, losses.Length);
        Assert.StartsWith("good is 2.00 dB below half", losses[0], StringComparison.Ordinal);
        Assert.Equal("half did not end well with seed 2: It ran away.", losses[1]);
    }

    private static RivalRun Run(long seed, params (int Epoch, double Seconds, double Value)[] points) =>
        new(seed, "folder", null, [new EpochPoint(0, 0, 0), .. points.Select(point => new EpochPoint(point.Epoch, point.Seconds, point.Value))]);
}
