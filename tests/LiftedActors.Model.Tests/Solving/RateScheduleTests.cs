using LiftedActors.Model.Solving.Rates;

namespace LiftedActors.Model.Tests.Solving;

public sealed class RateScheduleTests
{
    private const int Epochs = 12;
    private const int Parts = 4;

    private static readonly RateSchedule[] Schedules = [new Constant(), new Step(3, 0.5), new Exponential(0.9), new WarmUp(4), new Cosine(), new Cosine(0.1, 3)];

    public static TheoryData<RateSchedule> All => [.. Schedules];

    [Fact]
    public void Every_schedule_of_the_model_is_tested() => Assert.Equal(
        typeof(RateSchedule).Assembly.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(RateSchedule)) && !type.IsAbstract).OrderBy(type => type.Name),
        Schedules.Select(schedule => schedule.GetType()).Distinct().OrderBy(type => type.Name));

    [Theory]
    [MemberData(nameof(All))]
    public void Factors_are_positive_at_most_one_and_reach_one(RateSchedule schedule)
    {
        var factors = Factors(schedule, Epochs);

        Assert.All(factors, factor => Assert.InRange(factor, double.Epsilon, 1));
        Assert.Contains(1, factors);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Factors_rise_first_and_fall_then(RateSchedule schedule)
    {
        var factors = Factors(schedule, Epochs);
        var top = Array.LastIndexOf(factors, 1);

        Assert.Equal(factors[..(top + 1)].Order(), factors[..(top + 1)]);
        Assert.Equal(factors[top..].OrderDescending(), factors[top..]);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void What_does_not_need_the_number_of_epochs_does_not_depend_on_it(RateSchedule schedule) =>
        Assert.Equal(schedule.NeedsEpochs, !Factors(schedule, Epochs).SequenceEqual(Factors(schedule, 2 * Epochs).Take(Parts * Epochs)));

    [Fact]
    public void Formulas_hold()
    {
        Assert.Equal([1, 1, 1, 0.5, 0.5, 0.5, 0.25], AtStarts(new Step(3, 0.5), 7));
        Assert.Equal([0.25, 0.5, 0.75, 1, 1], AtStarts(new WarmUp(3), 5));
        Assert.Equal(0.9 * 0.9, new Exponential(0.9).Factor(2, 5), 15);
        Assert.Equal(0.55, new Cosine(0.1).Factor(5, 10), 15);
        Assert.Equal([1 / 3.0, 2 / 3.0, 1], AtStarts(new Cosine(0, 2), 3));
    }

    [Fact]
    public void Smooth_courses_go_on_within_an_epoch_and_others_do_not()
    {
        Assert.Equal([0.5, 0.625, 0.75, 0.875, 1], Factors(new WarmUp(1), 2).Take(Parts + 1));
        Assert.Equal(0.5, new Cosine().Factor(0.5, 1), 15);
        Assert.Equal(0.5 * (1 + Math.Cos(Math.PI / 8)), new Cosine().Factor(0.25, 2), 14);
        Assert.Equal([1, 1, 1, 1, 0.9], Factors(new Exponential(0.9), 2).Take(Parts + 1));
        Assert.Equal([1, 1, 1, 1, 0.5], Factors(new Step(1, 0.5), 2).Take(Parts + 1));
    }

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Step(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Step(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Exponential(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WarmUp(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Cosine(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Cosine(0, -1));
    }

    private static double[] Factors(RateSchedule schedule, int epochs) =>
        [.. Enumerable.Range(0, Parts * epochs).Select(part => schedule.Factor((double)part / Parts, epochs))];

    private static double[] AtStarts(RateSchedule schedule, int epochs) => [.. Factors(schedule, epochs).Where((_, part) => part % Parts == 0)];
}
