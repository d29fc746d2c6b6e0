using LiftedActors.Model.Formulations;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Formulations;

/// <summary>Which formulations coincide, and which cells formulation × update × schedule × outer iteration run.</summary>
public sealed class FormulationTests
{
    private static readonly int[] Widths = [3, 5, 4, 2];

    public static TheoryData<string> Words => [.. Family.Formulations.Select(formulation => formulation.GetType().Name)];

    public static TheoryData<string> MethodNames => [.. Family.OtherMethods.Keys];

    /// <summary>Every cell either runs with finite values, or is refused in a sentence.</summary>
    [Theory]
    [MemberData(nameof(Words))]
    public void EveryCellRunsOrIsRefusedWithTheReason(string word)
    {
        var formulation = Family.Formulations.Single(member => member.GetType().Name == word);
        var (run, refused) = (0, 0);
        foreach (var (schedule, activations, parameters, outer) in Family.Cells)
        {
            LiftedMethod method;
            try
            {
                method = new LiftedMethod(formulation, (activations, parameters), schedule, outer);
            }
            catch (ArgumentException refusal)
            {
                Assert.True(refusal.Message.Length > 40, refusal.Message);
                refused++;
                continue;
            }

            var solver = new SequentialSolver(TinyProblems.Lift(TinyProblems.Regression("leaky-relu", 11, 1, Widths), method));
            var reports = new[] { solver.Step(), solver.Step() };

            // An exact fit to a few samples may have weights at which fixed points diverge, as they promise nothing.
            var mayDiverge = activations is FixedPoint && parameters is Exact;
            Assert.All(reports, report => Assert.True(mayDiverge || (report.IsFinite && report.LiftingGap >= 0), $"{method}: {report}"));
            run++;
        }

        Assert.True(run > 50 && refused > 50, $"{run} run, {refused} refused");
    }

    [Fact]
    public void WhatNeedsALipschitzConstantIsRefusedWhereThereIsNone()
    {
        var activations = () => new LiftedMethod(new MacQp(), (new ProxLinear(), new Adam()), new OneSweep(), new ImplicitStochasticGradient());
        var parameters = () => new LiftedMethod(new MacQp(), (new FixedPoint(), new ProxLinear()), new BackwardGaussSeidel(), new FullBatch());
        Assert.All([activations, parameters], method =>
            Assert.Contains("prox-linear takes its step length from a Lipschitz constant, and mac-qp has none", Assert.Throws<ArgumentException>(method).Message, StringComparison.Ordinal));
        Assert.False(new LiftedMethod(new MacQp(), (new Adam(), new Adam()), new BackwardGaussSeidel(), new FullBatch()) is { GuardsActivations: true } or { GuardsParameters: true });
    }

    [Fact]
    public void AContrastiveMethodRefusesToMoveAllBlocksAtOnce()
    {
        foreach (var schedule in Family.Schedules)
        {
            var method = () => new LiftedMethod(new LiftedContrastive(), (new ProxLinear(), new ProxLinear()), schedule, new FullBatch(schedule.LeastSweeps));
            if (schedule.Delay is null)
            {
                Assert.Equal(4, method().BlockShards);
            }
            else
            {
                Assert.Contains("lower one function", Assert.Throws<ArgumentException>(method).Message, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>LPOM, and Fenchel lifted with fixed multipliers, are lifted Bregman to the bit.</summary>
    [Theory]
    [InlineData("tanh")]
    [InlineData("relu")]
    [InlineData("soft-threshold")]
    public void ThreeNamesOfOneObjectiveGiveTheSameBits(string activation)
    {
        foreach (var (schedule, outer) in ((Schedule, OuterIteration)[])[(new OneSweep(), new ImplicitStochasticGradient(4)), (new ThreeColour(), new FullBatch()), (new Jacobi(), new FullBatch(2))])
        {
            var states = new LiftedFormulation[] { new LiftedBregman(2), new FenchelLifted(2), new Lpom(2) }.Select(formulation =>
            {
                var method = new LiftedMethod(formulation, (new ProxLinear(), new Adam()), schedule, outer);
                var objective = TinyProblems.Lift(TinyProblems.Regression(activation, 12, 1, Widths), method);
                var solver = new SequentialSolver(objective);
                return (Reports: Enumerable.Range(0, 5).Select(_ => solver.Step()).ToArray(), State: SequentialSolverTests.Save(objective));
            }).ToArray();
            Assert.All(states, run => Assert.Equal(states[0].Reports, run.Reports));
            Assert.All(states, run => SequentialSolverTests.AssertSame(states[0].State, run.State));
        }
    }

    /// <summary>For the identity σ(x) = x all penalties are ½|z − x|².</summary>
    [Fact]
    public void AtALinearNetworkAllPenaltiesAreOne()
    {
        var reports = new LiftedFormulation[] { new LiftedBregman(2), new PreactivationQuadratic(2), new MacQp(2) }.Select(formulation =>
        {
            var method = new LiftedMethod(formulation, (new FixedPoint(), new GradientDescent(0.02)), new BackwardGaussSeidel(), new FullBatch());
            var solver = new SequentialSolver(TinyProblems.Lift(TinyProblems.Regression("identity", 12, 1, Widths), method));
            return Enumerable.Range(0, 4).Select(_ => solver.Step().Objective).ToArray();
        }).ToArray();
        Assert.All(reports, objectives => Assert.All(objectives.Zip(reports[0]), pair => Assert.Equal(pair.Second, pair.First, 1e3 * Potentials.PotentialCases.Epsilon)));
    }

    [Theory]
    [MemberData(nameof(MethodNames))]
    public void ASavedRunGoesOnToTheBitAndAllocatesNothing(string name)
    {
        var straight = Lift(name);
        var solver = new SequentialSolver(straight);
        var reports = Enumerable.Range(0, 3).Select(_ => solver.Step()).ToList();
        var saved = SequentialSolverTests.Save(straight);
        reports.AddRange(Enumerable.Range(0, 4).Select(_ => solver.Step()));
        var resumed = Lift(name);
        resumed.Restore(saved);
        var second = new SequentialSolver(resumed, 3);
        Assert.All(reports[3..], report => Assert.Equal(report, second.Step()));
        SequentialSolverTests.AssertSame(SequentialSolverTests.Save(straight), SequentialSolverTests.Save(resumed));
        Assert.Contains(0, Enumerable.Range(0, 5).Select(_ => SequentialSolverTests.Allocated(second)).ToArray());
    }

    [Fact]
    public void NumbersOutOfRangeAreRefused()
    {
        foreach (var weight in (double[])[0, -1, double.NaN, double.PositiveInfinity])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new MacQp(weight));
            Assert.Throws<ArgumentOutOfRangeException>(() => new PreactivationQuadratic(weight));
            Assert.Throws<ArgumentOutOfRangeException>(() => new LiftedContrastive(beta: weight));
            Assert.Throws<ArgumentOutOfRangeException>(() => new LiftedContrastive(gamma: weight));
            Assert.Throws<ArgumentOutOfRangeException>(() => new PenaltyWeights([1, weight]));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new FenchelLifted(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LiftedContrastive(gamma: 1.5));
    }

    [Fact]
    public void WeightsAreReadBackToTheBit()
    {
        var network = Network.Perceptron([2, 3, 3, 3, 2], PotentialCatalogue.Create("relu"), PotentialCatalogue.Create("identity"));
        var weights = PenaltyWeights.Of(new LiftedContrastive(0.3, 0.7), network);
        Assert.Equal(3, weights.Layers);
        Assert.Equal(1 / 0.3 * 1, weights[1]);
        Assert.Equal(weights, PenaltyWeights.Parse(weights.ToString()));
        Assert.NotEqual(weights, weights.With((layer, weight) => layer == 2 ? Math.BitIncrement(weight) : weight));
    }

    private static LiftedObjective Lift(string name) =>
        TinyProblems.Lift(TinyProblems.Regression(Family.Turn(name), 11, 1, Widths), Family.OtherMethods[name]);
}
