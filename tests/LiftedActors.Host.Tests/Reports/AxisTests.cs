using LiftedActors.Host.Reports;

namespace LiftedActors.Host.Tests.Reports;

public sealed class AxisTests
{
    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(-3.2, 17.9)]
    [InlineData(5.0, 5.0)]
    [InlineData(1e-7, 3e-7)]
    [InlineData(-1e9, -9e8)]
    public void An_axis_encloses_its_values_with_a_few_round_ones(double least, double most)
    {
        var axis = Axis.Around([most, least], 5);

        Assert.InRange(least, axis.Least, axis.Most);
        Assert.InRange(most, axis.Least, axis.Most);
        Assert.InRange(axis.Values.Count(), 2, 8);
        Assert.InRange(axis.Part(least), 0, 1);
    }
}
