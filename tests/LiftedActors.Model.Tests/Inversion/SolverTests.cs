using LiftedActors.Model.Certificates;
using LiftedActors.Model.Inversion;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Tests.Inversion;

public sealed class SolverTests
{
    private static readonly double Small = typeof(Real) == typeof(float) ? 1e-4 : 1e-8;

    public static TheoryData<string, string> Cases => InversionCases.All;

    /// <summary>FISTA and both primal–dual iterations end at one objective, within their gaps.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void SolversEndAtOneMinimumWithinTheirGaps(string activation, string regulariser)
    {
        var problem = InversionCases.Create(activation, regulariser);
        var (first, second) = (new AcceleratedProximalGradient(problem), new PrimalDual(problem));
        var accelerated = first.Run(4000, report => report.RelativeGap < Small, 50);
        var primalDual = second.Run(20_000, report => report.RelativeGap < Small, 200);
        Assert.True(accelerated.RelativeGap < 50 * Small, $"FISTA: {accelerated}");
        Assert.True(primalDual.RelativeGap < 50 * Small, $"primal–dual: {primalDual}");
        var split = new SplitPrimalDual(problem).Run(20_000, report => report.RelativeGap < Small, 200);
        Assert.True(split.RelativeGap < 50 * Small, $"split: {split}");
        Assert.True(Math.Abs(accelerated.Objective - split.Objective) <= Math.Max(accelerated.Gap, split.Gap), $"{accelerated} and {split}");
        Assert.True(Math.Abs(accelerated.Objective - primalDual.Objective) <= Math.Max(accelerated.Gap, primalDual.Gap), $"{accelerated} and {primalDual}");
    }

    /// <summary>F(u) − F(long run) is never above the gap, at any moment of any iteration.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void TheGapBoundsTheSuboptimalityAllAlong(string activation, string regulariser)
    {
        var problem = InversionCases.Create(activation, regulariser, 0.3, 16, 2);
        var lowest = new PrimalDual(problem).Run(20_000, report => report.RelativeGap < Small / 10, 500).Objective;
        foreach (InversionIteration iteration in (InversionIteration[])[new AcceleratedProximalGradient(problem), new PrimalDual(problem), new SplitPrimalDual(problem)])
        {
            for (var i = 0; i < 60; i++)
            {
                iteration.Run(i < 20 ? 1 : 10, _ => false, 10);
                var report = iteration.Report();
                Assert.True(report.Gap >= 0 && report.Objective - lowest <= report.Gap * (1 + 1e-9), $"{report} against {lowest}");
            }
        }
    }

    [Fact]
    public void TheAcceleratedIterationNeverRises()
    {
        foreach (var (activation, regulariser) in ((string, string)[])[("relu", "l1"), ("tanh", "Tikhonov"), ("relu", "total variation + box"), ("identity", "elastic net")])
        {
            var iteration = new AcceleratedProximalGradient(InversionCases.Create(activation, regulariser, 0.02, 10));
            var last = iteration.Report().Objective;
            for (var i = 0; i < 300; i++)
            {
                iteration.Step();
                var objective = iteration.Report().Objective;
                Assert.True(objective <= last + (4 * InversionCases.Epsilon * (1 + last)) || !double.IsFinite(last), $"{activation}, {regulariser}: {last} → {objective}");
                last = objective;
            }
        }
    }

    /// <summary>For Tikhonov the gap is |αu + Aᵀ(σ(Au + b) − f)|²/(2α).</summary>
    [Fact]
    public void TheGapOfTikhonovIsThatOfItsGradient()
    {
        var problem = InversionCases.Create("relu", "Tikhonov", 0.3);
        var (u, gradient) = (InversionCases.Truth(), new Real[12]);
        var evaluation = problem.Misfit.Evaluate();
        evaluation.At(u);
        evaluation.Gradient(gradient);
        VectorKernels.Combine(gradient, (Real)0.3, u, gradient);
        var gap = DualityGap.At(problem, u, []);
        Assert.Equal(VectorKernels.SquaredNorm(gradient) / 0.6, gap.Gap, 1e-5 * gap.Gap);
        Assert.True(gap.Rounding < 1e-9 * gap.Gap);
        Assert.Equal(Verdict.Certified, gap.Certificate.Verdict);
    }

    /// <summary>
    /// Products that are off by three quarters of what their precision allows, and a dual point that is the best one: then the gap is F(u) − min F but for that error, and must not fall below.
    /// First with a y of its own for |f − u|²/2 + α|u|²/2, at u = 2f/(1 + α); then with a y that is scaled, for |f − u|²/2 + α|u|₁ with few data, at u = f − 1/2 where there are some.
    /// </summary>
    [Fact]
    public void TheGapCoversTheErrorOfTheProduct()
    {
        const int Size = 64, Few = 4;
        const double Weight = 0.01;
        SingleLayerProblem Problem(int outputs, Model.Regularisers.RegulariserDesign prior)
        {
            var layer = new SingleLayer(new LongSelection(Size, outputs), [], PotentialCatalogue.Create("identity"));
            return new SingleLayerProblem(new BregmanMisfit(layer, Enumerable.Repeat((Real)1.5, outputs).ToArray()), prior.On(layer.Operator.Shape), Weight);
        }

        var least = 1.5 / (1 + Weight);
        var (u, y) = (Enumerable.Repeat((Real)(2 * least), Size).ToArray(), Enumerable.Repeat((Real)(least - 1.5), Size).ToArray());
        var above = Size * 0.5 * (1 + Weight) * (u[0] - least) * (u[0] - least);
        Assert.InRange(DualityGap.At(Problem(Size, new Model.Regularisers.Tikhonov()), u, [], y).Bound, above, above * 1.01);

        Array.Clear(u);
        u.AsSpan(0, Few).Fill(1);
        above = Few * 0.5 * (0.5 - Weight) * (0.5 - Weight);
        Assert.InRange(DualityGap.At(Problem(Few, new Model.Regularisers.L1()), u, []).Bound, above, above * 1.01);
    }

    [Fact]
    public void WithoutADualPointThereIsNoCertificate()
    {
        var layer = InversionCases.Layer("relu", 20, 1);
        var misfit = new BregmanMisfit(layer, InversionCases.Data(layer, 0.02, 1));
        var problem = new SingleLayerProblem(misfit, new Model.Regularisers.TotalVariation().On(InversionCases.Shape), 0.1);
        var gap = DualityGap.At(problem, InversionCases.Truth(), new Real[problem.Weighted.DualSize]);
        Assert.Equal(double.PositiveInfinity, gap.Bound);
        Assert.Equal(Verdict.None, gap.Certificate.Verdict);
        Assert.Contains("add a box", gap.Certificate.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Strong convexity: |u − u_α| ≤ √(2 gap/α).</summary>
    [Fact]
    public void TheGapOfTikhonovBoundsTheDistance()
    {
        var problem = InversionCases.Create("tanh", "Tikhonov", 0.2);
        var exact = new AcceleratedProximalGradient(problem);
        var end = exact.Run(3000, report => report.RelativeGap < 1e-14, 100);
        var iteration = new AcceleratedProximalGradient(problem);
        for (var i = 0; i < 30; i++)
        {
            iteration.Step();
            var gap = DualityGap.At(problem, iteration.Solution, []);
            Assert.True(InversionCases.Distance(iteration.Solution, exact.Solution) <= gap.Distance(0.2) + Math.Sqrt(2 * end.Gap / 0.2));
        }
    }

    [Fact]
    public void ASteadyIterationAllocatesNothing()
    {
        var problem = InversionCases.Create("relu", "total variation + box");
        var network = new NetworkResponse(problem.Misfit.Layer);
        InversionIteration[] iterations =
        [
            new AcceleratedProximalGradient(problem),
            new PrimalDual(problem),
            new SplitPrimalDual(problem),
            new LinearisedBregman(problem.Misfit, problem.Regulariser, 1, 1e-3),
            new Landweber(network, problem.Misfit.Data),
            new BackpropagatedDescent(network, problem.Misfit.Data, problem.Regulariser, 0.1),
        ];
        foreach (var iteration in iterations)
        {
            iteration.Run(41, _ => false, 100);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 45; i++)
            {
                iteration.Step();
            }

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    /// <summary>The misfit of the Bregman iteration does not rise, it reaches the discrepancy, and the solution there is nearer to the truth than its start.</summary>
    [Theory]
    [InlineData("relu", "total variation + box")]
    [InlineData("tanh", "l1")]
    [InlineData("soft-threshold", "elastic net")]
    public void TheBregmanIterationFitsEverBetterUntilTheDiscrepancy(string activation, string regulariser)
    {
        var problem = InversionCases.Create(activation, regulariser, outputs: 30);
        var level = Math.Sqrt(problem.Misfit.Evaluate().At(InversionCases.Truth()));
        var iteration = new LinearisedBregman(problem.Misfit, problem.Regulariser, 5, 1e-9);
        var (start, last) = (InversionCases.Distance(iteration.Solution, InversionCases.Truth()), iteration.Report().Misfit);
        for (var i = 0; i < 200; i++)
        {
            iteration.Step();
            var misfit = iteration.Report().Misfit;
            Assert.True(misfit <= last + (1e-5 * (1 + last)), $"{last} → {misfit}");
            last = misfit;
        }

        var end = iteration.Run(200_000, iteration.Discrepancy(level), 10);
        Assert.True(end.Misfit <= 1.2 * level * level, $"{end}");
        Assert.True(InversionCases.Distance(iteration.Solution, InversionCases.Truth()) < 0.7 * start);
        Assert.Throws<ArgumentOutOfRangeException>(() => iteration.Discrepancy(-1));
    }

    /// <summary>Landweber's residual falls to 1.1 δ, and with the identity and full rank its limit is the least-squares solution, where Aᵀ(Au + b − f) = 0.</summary>
    [Fact]
    public void LandweberEndsAtTheDiscrepancyAndWithoutItAtTheLeastSquares()
    {
        var problem = InversionCases.Create("identity", "Tikhonov", outputs: 30);
        var (network, truth) = (new NetworkResponse(problem.Misfit.Layer), InversionCases.Truth());
        var level = Math.Sqrt(VectorKernels.SquaredDistance(network.Evaluate(truth), problem.Misfit.Data));
        var iteration = new Landweber(network, problem.Misfit.Data);
        var stopped = iteration.Run(5000, iteration.Discrepancy(level), 1);
        Assert.InRange(Math.Sqrt(2 * stopped.Misfit), 0.5 * level, 1.1 * level);
        iteration.Run(20_000, _ => false, 20_000);
        var gradient = new Real[12];
        var evaluation = problem.Misfit.Evaluate();
        evaluation.At(iteration.Solution);
        evaluation.Gradient(gradient);
        Assert.True(VectorKernels.SquaredNorm(gradient) < 1e-8);
    }

    /// <summary>With the identity back-propagated descent minimises the same function as the lifted iteration; through several layers it never rises.</summary>
    [Fact]
    public void BackpropagatedDescentMinimisesTheSameWhereNothingBends()
    {
        var problem = InversionCases.Create("identity", "total variation + box");
        var lifted = new PrimalDual(problem).Run(20_000, report => report.RelativeGap < Small, 200);
        var baseline = new BackpropagatedDescent(new NetworkResponse(problem.Misfit.Layer), problem.Misfit.Data, problem.Regulariser, problem.Weight);
        Assert.Equal(lifted.Objective, baseline.Run(150, _ => false, 150).Objective, 1e-3 * lifted.Objective);

        var (below, above) = (InversionCases.Layer("tanh", 12, 1), InversionCases.Layer("relu", 20, 2));
        var network = new NetworkResponse(below, above);
        var data = network.Evaluate(InversionCases.Truth()).ToArray();
        var deep = new BackpropagatedDescent(network, data, new Model.Regularisers.Tikhonov().On(InversionCases.Shape), 0.01);
        var last = deep.Report().Objective;
        for (var i = 0; i < 100; i++)
        {
            deep.Step();
            var objective = deep.Report().Objective;
            Assert.True(objective <= last * (1 + 1e-5), $"{last} → {objective}");
            last = objective;
        }

        Assert.Equal(PotentialCatalogue.Create("relu").ToString(), above.Activation.ToString());
    }
}
