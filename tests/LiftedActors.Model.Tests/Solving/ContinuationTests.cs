using LiftedActors.Model.Formulations;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Solving.Continuations;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Solving;

/// <summary>How penalty weights change: pure rules, and the state between two stages.</summary>
public sealed class ContinuationTests
{
    private static readonly PenaltyWeights Weights = new([2.0, 3]);

    public static TheoryData<string> Rules => [.. typeof(Continuation).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Continuation))).Select(type => type.Name)];

    [Fact]
    public void TheRuleOfMacRaisesOnceTheLossStandsStill()
    {
        var rule = new Geometric(10, 1e-2);
        Assert.Null(rule.Next(Weights, Report(1), null));
        Assert.Null(rule.Next(Weights, Report(0.9), Report(1)));
        Assert.Equal(new PenaltyWeights([20.0, 30]), rule.Next(Weights, Report(0.995), Report(1))!.Weights);
        var rose = rule.Next(Weights, Report(1.2), Report(1))!;
        Assert.Equal(new PenaltyWeights([20.0, 30]), rose.Weights);
        Assert.Contains("rose", rose.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void TheGapIsDrivenBelowItsTarget()
    {
        var rule = new GapDriven(0.5, 2);
        Assert.Null(rule.Next(Weights, Report(1) with { Gap = 0.5 }, null));
        Assert.Equal(new PenaltyWeights([4.0, 6]), rule.Next(Weights, Report(1) with { Gap = 0.6 }, null)!.Weights);
    }

    [Fact]
    public void DualAscentAddsThePenalties()
    {
        Assert.Equal(new PenaltyWeights([2.5, 3.05]), new DualAscent(5).Next(Weights, Report(1) with { Penalties = [0.1, 0.01] }, null)!.Weights);
        Assert.Null(new DualAscent(5).Next(Weights, Report(1) with { Penalties = [0, 0] }, null));
    }

    [Fact]
    public void ResidualsAreBalancedLayerByLayer()
    {
        var rule = new ResidualBalancing(10, 2);
        Assert.Equal(new PenaltyWeights([4.0, 1.5]), rule.Next(Weights, Report(1) with { Distances = [30, 1], Moves = [1, 30] }, null)!.Weights);
        Assert.Null(rule.Next(Weights, Report(1) with { Distances = [1, 1], Moves = [1, 1] }, null));
    }

    /// <summary>Half the change, halved towards none, and the members that scanning finds are all here.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void ASlowedRuleChangesHalfAsMuch(string name)
    {
        Continuation rule = name switch
        {
            nameof(Fixed) => new Fixed(),
            nameof(Geometric) => new Geometric(5),
            nameof(GapDriven) => new GapDriven(0.1, 5),
            nameof(DualAscent) => new DualAscent(2),
            nameof(ResidualBalancing) => new ResidualBalancing(10, 5),
            _ => throw new InvalidOperationException($"Say in this test how to make {name}."),
        };
        var report = Report(1) with { Gap = 1, Penalties = [0.3, 0.2], Distances = [100, 100], Moves = [1, 1] };
        var (full, half) = (Change(rule), Change(rule.Slowed()));
        Assert.Equal(full / 2, half, 1e-12);
        Assert.True(rule.IsFixed || full > 0);

        double Change(Continuation of) => of.Next(Weights, report, Report(1)) is { } change ? change.Weights[1] - Weights[1] : 0;
    }

    [Fact]
    public void TheStateRemembersWhatTheNextDecisionNeeds()
    {
        var rule = new Geometric(4, 1e-2);
        var (first, none) = new PenaltyState(Weights).After(Report(1), rule);
        Assert.Null(none);
        Assert.False(first.IsChanged);
        var (second, cause) = first.After(Report(0.999), rule);
        Assert.NotNull(cause);
        Assert.True(second.IsChanged);
        Assert.Equal(new PenaltyWeights([8.0, 12]), second.Weights);

        // Three changes after each of which the loss rose.
        var (third, _) = second.After(Report(1.1), rule);
        var (fourth, _) = third.After(Report(1.2), rule);
        var (fifth, _) = fourth.After(Report(1.3), rule);
        Assert.Equal([0, 1, 2, PenaltyState.WorseStages], new[] { second, third, fourth, fifth }.Select(state => state.Worse));
        Assert.Equal(0, fourth.After(Report(0.5), rule).Next.Worse);

        // The decision of the second stage once more, with half the change.
        Assert.Equal(new PenaltyWeights([5.0, 7.5]), second.Slower(rule, 1).Next.Weights);
        Assert.Equal(1, second.Slower(rule, 1).Next.Slowings);
    }

    [Fact]
    public void AReportIsReadBackToTheBit()
    {
        var report = new StageReport(1.0 / 3, double.Pi, [0.1, 1e-300], [2.0 / 7, 5], [1, double.Epsilon]);
        var again = StageReport.Parse(report.ToString());
        Assert.Equal(report.ToString(), again.ToString());
        Assert.Equal(report.Penalties.ToArray(), again.Penalties.ToArray());
        Assert.Throws<FormatException>(() => StageReport.Parse("1 2;3"));
    }

    [Fact]
    public void RulesThatDoNotFitAreRefusedWithTheReason()
    {
        var (full, batches) = (Method(new LiftedBregman(), new FullBatch()), Method(new LiftedBregman(), new ImplicitStochasticGradient(4)));
        Assert.Equal(new ResidualBalancing(), full.With(new ResidualBalancing()).Continuation);
        Assert.Contains("begin anew", Assert.Throws<ArgumentException>(() => batches.With(new ResidualBalancing())).Message, StringComparison.Ordinal);
        Assert.Contains("contrastive", Assert.Throws<ArgumentException>(() => Method(new LiftedContrastive(), new FullBatch()).With(new DualAscent())).Message, StringComparison.Ordinal);
        Assert.Contains("ascent", Assert.Throws<ArgumentException>(() => Method(new FenchelLifted(1, 0.5), new FullBatch()).With(new Geometric())).Message, StringComparison.Ordinal);
        Assert.Equal(new DualAscent(0.5), Method(new FenchelLifted(1, 0.5), new FullBatch()).Continuation);
        Assert.True(Method(new FenchelLifted(1), new FullBatch()).Continuation.IsFixed);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Geometric(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GapDriven(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DualAscent(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResidualBalancing(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Geometric(2, epochs: 0));
    }

    /// <summary>Ridge regression around the present weights: stationary up to ρ, and the loss never rises.</summary>
    [Fact]
    public void FittingTheLastLayerNeverRaisesTheLoss()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var problem = TinyProblems.Regression("relu", 40, seed, 3, 7, 5, 2);
            var parameters = TinyProblems.Lift(problem, Method(new LiftedBregman(), new FullBatch())).CurrentParameters;
            var fitted = Postprocessing.FitLastLayer(problem, parameters);
            var (before, after) = (NestedLoss.Of(problem, parameters), NestedLoss.Of(problem, fitted));
            Assert.True(after < before, $"{after} from {before}");
            var again = NestedLoss.Of(problem, Postprocessing.FitLastLayer(problem, fitted));
            Assert.InRange(again, after * 0.999, after);
        }
    }

    [Fact]
    public void OnlyALinearOutputIsFitted()
    {
        var (tanh, identity) = (PotentialCatalogue.Create("tanh"), PotentialCatalogue.Create("identity"));
        Assert.Null(Postprocessing.Refusal(Network.Perceptron([2, 3, 2], tanh, identity)));
        Assert.Contains("identity", Postprocessing.Refusal(Network.Perceptron([2, 3, 2], tanh, tanh)), StringComparison.Ordinal);
    }

    private static LiftedMethod Method(LiftedFormulation formulation, OuterIteration outer) =>
        new(formulation, (new ProxLinear(), new Adam(0.02)), new BackwardGaussSeidel(), outer);

    private static StageReport Report(double loss) => new(loss, 0, [1, 1], [1, 1], [1, 1]);
}
