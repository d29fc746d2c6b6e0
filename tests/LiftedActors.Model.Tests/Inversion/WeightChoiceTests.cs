using LiftedActors.Model.Inversion;
using LiftedActors.Model.Inversion.Choices;

namespace LiftedActors.Model.Tests.Inversion;

public sealed class WeightChoiceTests
{
    public static TheoryData<string, string> Cases => new()
    {
        { "relu", "total variation + box" },
        { "tanh", "Tikhonov" },
        { "soft-threshold", "elastic net" },
    };

    /// <summary>α ↦ B(f, A u_α + b) does not fall.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void TheMisfitDoesNotFallWhenTheWeightGrows(string activation, string regulariser)
    {
        var last = 0.0;
        foreach (var weight in (double[])[1e-4, 1e-3, 1e-2, 1e-1, 1, 10])
        {
            var point = Solve(InversionCases.Create(activation, regulariser), weight);
            Assert.True(point.Misfit >= last - 1e-6, $"{last} → {point.Misfit} at {weight}");
            last = point.Misfit;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheDiscrepancyPrincipleMeetsTheDiscrepancy(string activation, string regulariser)
    {
        var (problem, level) = Problem(activation, regulariser);
        foreach (var start in (double[])[1e-4, 10])
        {
            var decision = new DiscrepancyPrinciple(level, 1.2, start).Choose(weight => Solve(problem, weight));
            Assert.InRange(decision.Chosen.Misfit, 0.98 * 1.2 * level * level, 1.2 * level * level);
            Assert.Contains("Discrepancy principle", decision.Cause, StringComparison.Ordinal);
            Assert.Contains(decision.Chosen, decision.Path);
            Assert.Equal(decision.Path.Select(point => point.Weight).Order(), decision.Path.Select(point => point.Weight));
        }
    }

    /// <summary>As in several layers, where α ↦ misfit is not continuous: 0.5 up to α = 0.37, 2 beyond.</summary>
    [Theory]
    [InlineData(1e-4)]
    [InlineData(10)]
    public void AMisfitThatJumpsIsSaidToDoSo(double start)
    {
        var decision = new DiscrepancyPrinciple(1, 1.2, start).Choose(weight => new InversionPoint(weight, weight <= 0.37 ? 0.5 : 2, 1, 1, []));
        Assert.InRange(decision.Chosen.Weight, 0.369, 0.37);
        Assert.Contains("jumps from 0.5", decision.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain("meets", decision.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatTheDataCannotDecideIsSaid()
    {
        var (problem, _) = Problem("identity", "Tikhonov");
        Assert.Contains("regulariser alone", new DiscrepancyPrinciple(1e3).Choose(weight => Solve(problem, weight)).Cause, StringComparison.Ordinal);
        Assert.Contains("too small", new DiscrepancyPrinciple(1e-12).Choose(weight => Solve(problem, weight)).Cause, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DiscrepancyPrinciple(-1).Choose(weight => Solve(problem, weight)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SourceNorm(0).Choose(weight => Solve(problem, weight)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LCurve(1, 0.1).Choose(weight => Solve(problem, weight)));
    }

    /// <summary>A fixed point: α|v_α| = √2 δ.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void TheSourceNormIsAFixedPoint(string activation, string regulariser)
    {
        var (problem, level) = Problem(activation, regulariser);
        var chosen = new SourceNorm(level).Choose(weight => Solve(problem, weight)).Chosen;
        Assert.Equal(Math.Sqrt(2) * level, chosen.Weight * chosen.SourceNorm, 0.03 * level);
        Assert.Equal(problem.With(chosen.Weight).SourceNorm(chosen.Solution.AsSpan()), chosen.SourceNorm, 1e-9 * chosen.SourceNorm);
    }

    /// <summary>Rules without a noise level end within a factor of three of the best error of the grid.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void HeuristicsComeNearTheBest(string activation, string regulariser)
    {
        var (problem, _) = Problem(activation, regulariser);
        foreach (WeightChoice choice in (WeightChoice[])[new LCurve(1e-3, 3, 11), new QuasiOptimality(1e-3, 3, 11)])
        {
            var decision = choice.Choose(weight => Solve(problem, weight));
            Assert.Equal(11, decision.Path.Length);
            double Error(InversionPoint point) => InversionCases.Distance(point.Solution.AsSpan(), InversionCases.Truth());
            Assert.True(Error(decision.Chosen) <= 3 * decision.Path.Min(Error), $"{decision.Cause} error {Error(decision.Chosen)}, best {decision.Path.Min(Error)}");
        }
    }

    private static (SingleLayerProblem Problem, double Level) Problem(string activation, string regulariser)
    {
        var problem = InversionCases.Create(activation, regulariser, outputs: 30);
        return (problem, Math.Sqrt(problem.Misfit.Evaluate().At(InversionCases.Truth())));
    }

    private static InversionPoint Solve(SingleLayerProblem problem, double weight) => SingleLayerInversion.Solve(problem.With(weight), 1e-4, 3000);
}
