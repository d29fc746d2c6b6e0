using LiftedActors.Model.Solving;

namespace LiftedActors.Model.Tests.Solving;

public sealed class EarlyStoppingTests
{
    [Theory]
    [InlineData(true, 0, new[] { 1, 2, 3, 2.5, 3, 2 }, 3)]
    [InlineData(false, 0, new[] { 1, 2, 3, 0.5, 3, 2 }, 4)]
    [InlineData(true, 0.6, new[] { 1, 1.5, 1.7, 2 }, 3)]
    [InlineData(true, 0, new[] { double.NaN, double.PositiveInfinity, 1 }, 3)]
    [InlineData(false, 0, new[] { double.NaN, double.NegativeInfinity }, 0)]
    public void The_best_epoch_is_the_last_one_that_was_better_than_all_before(bool isHigherBetter, double change, double[] values, int best)
    {
        var history = History(isHigherBetter, change, values);

        Assert.Equal(best, history.Best.Epoch);
        Assert.Equal(best == 0 ? double.NaN : values[best - 1], history.Best.Value);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_run_stops_when_patience_is_at_its_end_and_not_before(int patience)
    {
        double[] values = [1, 3, 2, 2.9, 3, 1, 0];
        var stopped = Enumerable.Range(1, values.Length).First(epochs => Status(values[..epochs], patience) is not null);

        Assert.Equal(2 + patience, stopped);
        var status = Status(values[..stopped], patience)!;
        Assert.Equal(SolveOutcome.Completed, status.Outcome);
        Assert.Contains("best after epoch 2", status.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_history_that_was_cut_back_and_filled_again_is_the_same()
    {
        double[] values = [1, 3, 2, 4, 5];
        var (whole, again) = (History(true, 0, values), History(true, 0, values));

        again.CutBack(7);
        Assert.Equal(5, again.Epochs);
        again.CutBack(2);
        Assert.Equal((2, 3.0), again.Best);
        Array.ForEach(values[2..], again.Add);

        Assert.Equal((whole.Epochs, whole.Best), (again.Epochs, again.Best));
    }

    [Fact]
    public void A_negative_change_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new MetricHistory("x", true, -1));

    private static SolveStatus? Status(double[] values, int patience) => new EarlyStopping(History(true, 0, values), patience).Judge(default);

    private static MetricHistory History(bool isHigherBetter, double change, double[] values)
    {
        var history = new MetricHistory("x", isHigherBetter, change);
        Array.ForEach(values, history.Add);
        return history;
    }
}
