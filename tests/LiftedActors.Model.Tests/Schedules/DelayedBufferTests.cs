using LiftedActors.Model.Schedules;

namespace LiftedActors.Model.Tests.Schedules;

/// <summary>The rings of delayed schedules: 2s+1 places are enough in every interleaving, and one less is not, so that no block need acknowledge a read.</summary>
public sealed class DelayedBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void NoBufferIsWrittenWhileSomebodyMayStillReadIt(int delay)
    {
        foreach (var (depth, shards, sweeps) in ((int, int, int)[])[(1, 2, 20), (2, 1, 30), (3, 2, 30), (5, 1, 20)])
        {
            for (var seed = 0; seed < 10; seed++)
            {
                Assert.Null(new DelayedBufferModel(kind => Ring(kind, delay), seed).FirstFault(Plans(delay, new PlanSetting(depth, shards, sweeps, false, false))));
            }
        }
    }

    [Theory]
    [InlineData(1, ValueKind.Activation)]
    [InlineData(1, ValueKind.Parameters)]
    [InlineData(1, ValueKind.Evaluation)]
    [InlineData(2, ValueKind.Activation)]
    [InlineData(2, ValueKind.Parameters)]
    [InlineData(2, ValueKind.Evaluation)]
    public void OnePlaceLessIsTooFew(int delay, ValueKind kind)
    {
        var faults = Enumerable.Range(0, 60).Select(seed => new DelayedBufferModel(ring => Ring(ring, delay) - (ring == kind ? 1 : 0), seed)
            .FirstFault(Plans(delay, new PlanSetting(3, 1, 40, false, false))));
        Assert.Contains(faults, fault => fault is not null);
    }

    /// <summary>What the law needs; the blocks have no less.</summary>
    private static int Ring(ValueKind kind, int delay) => kind == ValueKind.Evaluation ? (2 * delay) + 1 : Math.Max(2, (2 * delay) + 1);

    private static SweepPlan[] Plans(int delay, PlanSetting setting)
    {
        var schedule = new BoundedDelay(delay);
        return [schedule.Fresh(setting), schedule.Continued(setting), schedule.Continued(setting)];
    }
}
