using LiftedActors.Model.Blocks;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Potentials;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Solving;

/// <summary>An ℓ₁ penalty of the auxiliary activations: F with it falls, is what is reported, and has sparser minimisers.</summary>
public sealed class CodeSparsityTests
{
    private const double Sparsity = 0.4;
    private static readonly int[] Widths = [3, 5, 4, 2];

    public static TheoryData<string> Methods => [.. Family.Methods.Where(entry => entry.Value is { Schedule.Descends: true, Outer: FullBatch }
        && entry.Value.ActivationUpdate.Guarantee >= UpdateGuarantee.DescentOnFullBatch && entry.Value.ParameterUpdate.Guarantee >= UpdateGuarantee.DescentOnFullBatch).Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void FNeverRisesAndIsWhatIsReported(string name)
    {
        foreach (var word in (string[])["tanh", "relu", "firm-threshold"])
        {
            var method = Family.Methods[name] with { CodeSparsity = Sparsity };
            var objective = TinyProblems.Lift(TinyProblems.Regression(word, 7, 1, Widths), method);
            var (solver, before) = (new SequentialSolver(objective), double.PositiveInfinity);
            for (var k = 0; k < 6; k++)
            {
                var report = solver.Step();
                var (penalties, codes) = (ReferenceObjective.Of(objective, k), Codes(objective));
                var now = penalties + (Sparsity * codes);
                Assert.True(now <= before + JacobiTests.Slack(before), $"{word}: F rose from {before} to {now}.");
                before = now;
                if (method is { GuardsActivations: true, GuardsParameters: true } && report.Rejected == 0)
                {
                    Assert.Equal(now, report.Objective, 1e3 * PotentialCases.Epsilon * (1 + now));
                    Assert.Equal(LiftingGap.Of(objective).Penalties.Sum(), report.LiftingGap, 1e3 * PotentialCases.Epsilon * (1 + now));
                }
            }
        }
    }

    [Theory]
    [InlineData("tanh")]
    [InlineData("identity")]
    [InlineData("softplus")]
    public void CodesBecomeSparser(string word)
    {
        var sizes = new[] { 0, 0.1, 1 }.Select(sparsity => Ended(word, sparsity)).ToArray();
        Assert.True(sizes[0].Sum > sizes[1].Sum && sizes[1].Sum > sizes[2].Sum, string.Join(", ", sizes));
        Assert.Equal(0, sizes[0].Zeros);

        // σ of softplus is positive everywhere: its codes shrink, and none is zero.
        Assert.True(word == "softplus" ? sizes[2].Zeros == 0 : sizes[2].Zeros > sizes[0].Zeros, string.Join(", ", sizes));
    }

    [Fact]
    public void WhereThePenaltyHasNoProxItIsRefusedWithTheReason()
    {
        var softmax = PotentialCatalogue.Create("softmax");
        var network = Network.Perceptron([3, 4, 2], softmax, PotentialCatalogue.Create("identity"));
        var problem = new TrainingProblem(network, TinyProblems.Gaussian(6, 3, 1, "x"), TinyProblems.Gaussian(6, 2, 1, "y"), 1);
        Assert.Contains("separable", Assert.Throws<ArgumentException>(() => Lift(new LiftedBregman(2))).Message, StringComparison.Ordinal);

        // The codes of MAC are free, whatever the activation.
        Assert.True(new SequentialSolver(Lift(new MacQp(2))).Step().IsFinite);
        var contrastive = new LiftedMethod(new LiftedContrastive(), (new ProxLinear(), new ProxLinear()), new BackwardGaussSeidel(), new FullBatch());
        Assert.Contains("cancels", Assert.Throws<ArgumentException>(() => contrastive with { CodeSparsity = 1 }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => contrastive with { CodeSparsity = -1 });

        LiftedObjective Lift(LiftedFormulation formulation) =>
            TinyProblems.Lift(problem, new LiftedMethod(formulation, (new Backtracking(), new Backtracking()), new BackwardGaussSeidel(), new FullBatch()) with { CodeSparsity = 0.1 });
    }

    private static (double Sum, int Zeros) Ended(string word, double sparsity)
    {
        var method = TinyProblems.Method(new BackwardGaussSeidel(), new Exact(), new ProxLinear(), new FullBatch()) with { CodeSparsity = sparsity };
        var objective = TinyProblems.Lift(TinyProblems.Regression(word, 7, 1, Widths), method);
        var solver = new SequentialSolver(objective);
        for (var k = 0; k < 5; k++)
        {
            solver.Step();
        }

        return (Codes(objective), Values(objective).Count(value => value == 0));
    }

    /// <summary>(1/s) Σ |z_ℓ|₁.</summary>
    private static double Codes(LiftedObjective objective) => Values(objective).Sum(value => Math.Abs((double)value)) / objective.Problem.Samples;

    private static IEnumerable<Real> Values(LiftedObjective objective) => objective.Blocks.OfType<AuxiliaryBlock>()
        .SelectMany(block => ((Matrix)((ActivationValue)block.Standing!.Value.Value).Values).Values.ToArray());
}
