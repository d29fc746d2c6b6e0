using System.Reflection;
using LiftedActors.Model.Blocks;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Solving;

namespace LiftedActors.Model.Tests.Schedules;

/// <summary>The laws of a plan, for every schedule, setting and outcome of the settlements.</summary>
public sealed class ScheduleLawTests
{
    private static readonly Func<int, bool>[] Outcomes = [_ => false, _ => true, k => k % 2 == 0, k => (k * k * 31) % 7 < 3];

    public static TheoryData<string> Schedules => Family.ScheduleNames;

    [Theory]
    [MemberData(nameof(Schedules))]
    public void NoBufferIsWrittenWhileSomebodyMayStillReadIt(string name)
    {
        var schedule = ScheduleCases.Named(name);
        foreach (var setting in ScheduleCases.Settings(schedule))
        {
            foreach (var plans in ScheduleCases.Runs(schedule, setting))
            {
                foreach (var rejects in setting.GuardActivations || setting.GuardParameters ? Outcomes : Outcomes[..1])
                {
                    // A delayed plan as it is carried out in plan order; all other orders have a test of their own.
                    Assert.Null(new BufferModel(setting, (3, setting.GuardParameters ? 3 : 2), rejects).FirstFault([.. plans.Select(ExactPlan.InOrder)]));
                }
            }
        }
    }

    [Fact]
    public void TheRingsOfTheBlocksAreThoseOfTheLaw()
    {
        foreach (var method in Family.Methods.Values)
        {
            var objective = TinyProblems.Lift(TinyProblems.Regression("relu", 11, 1, 2, 3, 2), method);
            var delayed = (2 * (method.Schedule.Delay ?? 0)) + 1;
            Assert.All(objective.Blocks.OfType<AuxiliaryBlock>(), block => Assert.Equal(Math.Max(3, delayed), Ring(block)));
            Assert.All(objective.Parameters, block => Assert.Equal(Math.Max(method.GuardsParameters ? 3 : 2, delayed), Ring(block)));
            Assert.All(objective.Blocks.OfType<TermBlock>(), block => Assert.Equal(delayed, Evaluations(block)));
        }

        static int Evaluations(TermBlock block) =>
            ((Array)typeof(TermBlock).GetField("_evaluations", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(block)!).Length;

        static int Ring(Block block) => ((Array)block.GetType().GetField("_ring", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(block)!).Length;
    }

    [Fact]
    public void TheLawFindsRingsThatAreTooSmall()
    {
        var setting = new PlanSetting(3, 2, 2, GuardActivations: true, GuardParameters: true);
        SweepPlan[] plans = [new BackwardGaussSeidel().Fresh(setting), new BackwardGaussSeidel().Continued(setting)];
        Assert.NotNull(new BufferModel(setting, (1, 3), Outcomes[1]).FirstFault(plans));
        Assert.NotNull(new BufferModel(setting, (3, 1), Outcomes[1]).FirstFault(plans));
        Assert.NotNull(new BufferModel(new PlanSetting(3, 1, 1, false, false), (1, 2), Outcomes[0])
            .FirstFault([new OneSweep().Fresh(new PlanSetting(3, 1, 1, false, false))]));
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void EverySweepMovesEveryFreeBlockOnce(string name)
    {
        var schedule = ScheduleCases.Named(name);
        foreach (var setting in ScheduleCases.Settings(schedule))
        {
            foreach (var plan in ScheduleCases.Runs(schedule, setting).SelectMany(plans => plans).Distinct())
            {
                var free = Enumerable.Range(1, setting.Inverts ? 0 : setting.Depth).Select(BlockId.Parameters)
                    .Concat(from layer in Enumerable.Range(setting.LowestFree, setting.Depth - setting.LowestFree) from shard in setting.EachShard select BlockId.Activations(layer, shard));
                var expected = from sweep in Enumerable.Range(1, setting.Sweeps) from block in free select (sweep, block);
                var moved = plan.Grants.Where(grant => grant.Work == Work.Step).Select(grant => (grant.Sweep, grant.Block)).ToArray();
                Assert.Equal(expected.ToHashSet(), moved.ToHashSet());
                Assert.Equal(moved.Length, moved.Distinct().Count());
                Assert.Equal(Enumerable.Range(0, plan.Grants.Length), plan.Grants.Select(grant => grant.Index));
                Assert.Equal(plan.Grants.Length, plan.Grants.Select(grant => grant.Block).Distinct().Sum(block => plan.Program(block).Length));
            }
        }
    }

    /// <summary>In a schedule that descends, a step sees the newest version of all that it is coupled to.</summary>
    [Theory]
    [MemberData(nameof(Schedules))]
    public void ADescendingScheduleReadsTheNewestVersions(string name)
    {
        var schedule = ScheduleCases.Named(name);
        foreach (var setting in schedule.Descends ? ScheduleCases.Settings(schedule) : [])
        {
            foreach (var plan in ScheduleCases.Runs(schedule, setting).SelectMany(plans => plans).Distinct())
            {
                var newest = new Dictionary<BlockId, Read>();
                foreach (var grant in plan.Grants)
                {
                    Assert.True(!setting.Inverts || grant.Block.Kind == BlockKind.Activations || grant.Work == Work.Stand);
                    var values = grant.Reads.Where(read => read.Kind is ValueKind.Activation or ValueKind.Parameters or ValueKind.ActivationTrial or ValueKind.ParametersTrial);
                    Assert.All(values, read => Assert.Equal(newest.GetValueOrDefault(read.Source, read with { Version = new BlockVersion(-1, setting.Sweeps) }), read));
                    if (grant.Output is ValueKind.Activation or ValueKind.Parameters or ValueKind.ActivationTrial or ValueKind.ParametersTrial)
                    {
                        newest[grant.Block] = new Read(grant.Block, grant.Output.Value, new BlockVersion(0, grant.Sweep));
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ThreeColoursMakeTheLongestChainIndependentOfTheDepth(bool guarded)
    {
        var chains = Enumerable.Range(3, 8).Select(depth => LongestChain(new ThreeColour().Continued(new PlanSetting(depth, 1, 1, guarded, guarded)))).ToArray();

        // Odd and even depths differ by the grants of the last layer.
        Assert.All(Enumerable.Range(2, chains.Length - 2), k => Assert.Equal(chains[k - 2], chains[k]));
        var sequential = new PlanSetting(10, 1, 1, guarded, guarded);
        Assert.True(LongestChain(new BackwardGaussSeidel().Continued(sequential)) > chains.Max());
    }

    /// <summary>Stacking moves grants of different blocks past one another and changes nothing else: not what a block does, and not what it reads.</summary>
    [Theory]
    [MemberData(nameof(Schedules))]
    public void StackedLayersDoAndReadTheSame(string name)
    {
        var schedule = ScheduleCases.Named(name);
        foreach (var setting in ScheduleCases.Settings(schedule).Where(setting => setting.Stacked.Count > 0))
        {
            var apart = ScheduleCases.Runs(schedule, setting with { Stacked = [] }).SelectMany(plans => plans);
            foreach (var (stacked, alone) in ScheduleCases.Runs(schedule, setting).SelectMany(plans => plans).Zip(apart))
            {
                Assert.All(alone.Grants.Select(grant => grant.Block).Distinct(), block => Assert.Equal(alone.Program(block).Select(Told), stacked.Program(block).Select(Told)));
            }
        }

        static string Told(Grant grant) => $"{grant.Work} {grant.Sweep} {grant.Output}: {string.Join(", ", grant.Reads)}";
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void WhatOneCallCarriesOutIsEqualWorkOfStackedBlocksThatDoNotReadEachOther(string name)
    {
        var schedule = ScheduleCases.Named(name);
        var longest = 0;
        foreach (var setting in ScheduleCases.Settings(schedule))
        {
            var plan = ExactPlan.InOrder(schedule.Fresh(setting));
            var compiled = new CompiledPlan(plan, plan.Grants.Select(grant => grant.Block).Distinct(), new ValueStreams());
            for (var i = 0; i < compiled.Grants.Length; i += compiled.Grants[i].Together)
            {
                var together = compiled.Grants.Slice(i, compiled.Grants[i].Together).Select(one => one.Grant).ToArray();
                longest = Math.Max(longest, together.Length);
                Assert.Equal(Enumerable.Range(1, together.Length).Reverse(), compiled.Grants.Slice(i, together.Length).Select(one => one.Together));
                Assert.InRange(together.Length, 1, PlanSetting.MostTogether);
                Assert.Equal(together.Length, together.Select(grant => grant.Block).Distinct().Count());
                Assert.Single(together.Select(grant => (grant.Work, grant.Output, grant.Block.Kind)).Distinct());
                Assert.True(together.Length == 1 || together.All(grant => setting.Stacked.Contains(grant.Block.Layer)));
                Assert.DoesNotContain(together.SelectMany(grant => grant.Reads), read => read.Version.Iteration == 0
                    && together.Any(grant => (grant.Block, grant.Output, grant.Sweep) == (read.Source, read.Kind, read.Version.Sweep)));
            }
        }

        // A colour of six layers on two shards; a chain has nothing to join but shards.
        Assert.InRange(longest, schedule is ThreeColour ? 12 : 2, PlanSetting.MostTogether);
    }

    /// <summary>In plan order, what a layer keeps passes the caches once on the way down: all of it is done before the layer below begins.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void OneSweepIsDoneWithALayerBeforeItGoesDown(int shards)
    {
        var grants = new OneSweep().Fresh(new PlanSetting(5, shards, 1, false, false)).Grants;
        var sweep = grants.Where(grant => grant.Sweep == 1).ToArray();
        Assert.All(Enumerable.Range(2, 4), layer =>
        {
            var done = sweep.Last(grant => grant.Block == BlockId.Parameters(layer)).Index;
            Assert.Equal(shards, sweep.Count(grant => grant.Block.Kind == BlockKind.Activations && grant.Block.Layer == layer && grant.Work == Work.Summand && grant.Index < done));
            Assert.All(sweep.Where(grant => grant.Block.Layer < layer && grant.Work != Work.Step), grant => Assert.True(grant.Index > done));
        });
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void TheGraphNamesExactlyTheReaders(string name)
    {
        var schedule = ScheduleCases.Named(name);
        var setting = new PlanSetting(4, 2, schedule.LeastSweeps, schedule.Descends, schedule.Descends);
        foreach (var plans in ScheduleCases.Runs(schedule, setting))
        {
            var graph = new CouplingGraph(plans[0], plans[1]);
            var pairs = plans[..2].SelectMany(plan => plan.Grants).SelectMany(grant => grant.Reads.SelectMany(Accepted).Select(read => (read, grant.Block))).ToArray();
            foreach (var group in pairs.GroupBy(pair => (pair.read.Source, pair.read.Kind, pair.read.Version.Sweep)))
            {
                Assert.Equal(group.Select(pair => pair.Block).ToHashSet(), graph.Readers(group.Key.Source, group.Key.Kind, group.Key.Sweep).ToHashSet());
            }

            Assert.Empty(graph.Readers(BlockId.Parameters(1), ValueKind.Summand, 1));
        }

        // Every version that a read may take; an evaluation is first made in sweep 1.
        IEnumerable<Read> Accepted(Read read) => read.OrNewer
            ? Enumerable.Range(read.Version.Sweep, setting.Sweeps - read.Version.Sweep + 1).Select(sweep => read with { Version = new BlockVersion(0, sweep), OrNewer = false })
            : [read];
    }

    private static int LongestChain(SweepPlan plan)
    {
        var lengths = new int[plan.Grants.Length];
        var own = new Dictionary<BlockId, int>();
        var publishers = new Dictionary<(BlockId, ValueKind, BlockVersion), int>();
        foreach (var grant in plan.Grants)
        {
            var causes = grant.Reads.Select(read => publishers.GetValueOrDefault((read.Source, read.Kind, read.Version), -1)).Append(own.GetValueOrDefault(grant.Block, -1));
            lengths[grant.Index] = 1 + causes.Max(cause => cause < 0 ? 0 : lengths[cause]);
            own[grant.Block] = grant.Index;
            if (grant.Output is { } kind)
            {
                publishers[(grant.Block, kind, new BlockVersion(0, grant.Sweep))] = grant.Index;
            }
        }

        return lengths.Max();
    }
}
