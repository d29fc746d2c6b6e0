using LiftedActors.Model.Formulations;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Laws;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Operators;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Tests.Networks.Structured;
using LiftedActors.Model.Tests.Potentials;
using LiftedActors.Model.Tests.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Laws;

/// <summary>The laws that users run on parts of their own: every part of the library passes them, and a broken part is found by the law that it breaks.</summary>
public sealed class LawTests
{
    private static readonly ImageShape Shape = new(9, 13);

    public static TheoryData<string, int> Activations => PotentialCases.All;

    public static TheoryData<string> Architectures => ArchitectureCases.Names;

    [Theory]
    [MemberData(nameof(Activations))]
    public void EveryActivationPasses(string word, int variant) =>
        Assert.All(PotentialLaws.Of(PotentialCases.Create(word, variant)), finding => Assert.True(finding.Holds, $"{word}: {finding}"));

    [Theory]
    [InlineData("identity")]
    [InlineData("gaussian-blur:size=5,sigma=1.5,edges=reflect")]
    [InlineData("uniform-blur:size=3,edges=circular")]
    [InlineData("mask:keep=0.5")]
    public void EveryOperatorPasses(string text) =>
        Assert.All(OperatorLaws.Of(OperatorCatalogue.Create(OperatorSpecification.Parse(text), Shape, 1).At(3)), finding => Assert.True(finding.Holds, finding.ToString()));

    [Theory]
    [MemberData(nameof(Architectures))]
    public void EveryLayerOfEveryArchitecturePasses(string name)
    {
        var network = ArchitectureCases.Build(name);
        foreach (var parameters in ArchitectureCases.Parameters(network, 1))
        {
            Assert.All(MapLaws.Of(parameters, network.Inputs), finding => Assert.True(finding.Holds, $"{name}, {parameters.Map}: {finding}"));
        }
    }

    [Fact]
    public void EveryMethodKeepsWhatItPromises()
    {
        var (initial, promising) = (new Initialisation(), 0);
        foreach (var (name, method) in Family.Methods.Where(entry => entry.Value.Outer == new FullBatch(entry.Value.Schedule.LeastSweeps)))
        {
            var problem = MethodLaws.Problem(TinyProblems.Regression(Family.Turn(name), 1, 1, 3, 4, 5, 2).Network, 6);
            if (MethodLaws.NoDescent(method) is { } reason)
            {
                Assert.False(method is { GuardsActivations: true, GuardsParameters: true }, reason);
                Assert.Throws<ArgumentException>(() => MethodLaws.ObjectiveDescends(problem, method, initial));
                continue;
            }

            promising++;
            foreach (var finding in (LawFinding[])[MethodLaws.IterationsStayFinite(problem, method, initial), MethodLaws.ObjectiveDescends(problem, method, initial)])
            {
                Assert.True(finding.Holds, $"{name}: {finding}");
            }
        }

        Assert.True(promising > 10, $"{promising}");
    }

    [Fact]
    public void EveryFormulationIsExactAfterAForwardPass()
    {
        var problem = MethodLaws.Problem(TinyProblems.Regression("tanh").Network, 5);
        Assert.True(MethodLaws.ForwardPassIsFinite(problem, new Initialisation()).Holds);
        Assert.False(MethodLaws.ForwardPassIsFinite(problem, new Initialisation(double.MaxValue)).Holds);
        Assert.All(Family.Formulations, formulation => Assert.True(MethodLaws.GapVanishesAfterTheForwardPass(problem, formulation, new Initialisation()).Holds));
    }

    [Fact]
    public void AnActivationThatIsNoProxIsFound()
    {
        var broken = Broken(PotentialLaws.Of(new Separable<BrokenLaw>(new BrokenLaw(1.5, 1, 1))));
        Assert.Contains(broken, law => law.StartsWith("prox_sΨ(v) minimises", StringComparison.Ordinal));
        Assert.Contains(broken, law => law.StartsWith("φ(z) + φ*(x) ≥", StringComparison.Ordinal));
    }

    [Fact]
    public void EveryFormIsHeldToTheDefinition()
    {
        Assert.Empty(Broken(PotentialLaws.Of(new Separable<BrokenLaw>(new BrokenLaw(1, 1, 1)))));
        Assert.StartsWith("∂σ(x)ᵀg", Assert.Single(Broken(PotentialLaws.Of(new Separable<BrokenLaw>(new BrokenLaw(1, 1, 1.1))))), StringComparison.Ordinal);
        Assert.Contains(Broken(PotentialLaws.Of(new Separable<BrokenLaw>(new BrokenLaw(1, 1.001, 1)))), law => law.StartsWith("the prox on lanes", StringComparison.Ordinal));
    }

    [Fact]
    public void AnOperatorWithAWrongBorderIsFoundByItsAdjoint()
    {
        var broken = Broken(OperatorLaws.Of(new ShiftOperator(Shape, 1, wraps: true)));
        Assert.StartsWith("⟨Ax, y⟩", Assert.Single(broken), StringComparison.Ordinal);
        Assert.StartsWith("|Ax|", Assert.Single(Broken(OperatorLaws.Of(new ShiftOperator(Shape, 0.9, wraps: false)))), StringComparison.Ordinal);
        Assert.Empty(Broken(OperatorLaws.Of(new ShiftOperator(Shape, 1, wraps: false))));
    }

    [Fact]
    public void WhatIsNotANumberIsBroken() => Assert.False(new LawFinding("law", double.NaN, 1).Holds);

    [Fact]
    public void AMethodSaysWhyItPromisesNothing()
    {
        var (safe, adam, sweep) = (new ProxLinear(), new Adam(), new FullBatch());
        Assert.Null(MethodLaws.NoDescent(new LiftedMethod(new LiftedBregman(), (safe, adam), new ThreeColour(), sweep)));
        Says("on batches", new LiftedMethod(new LiftedBregman(), (safe, adam), new ThreeColour(), new ImplicitStochasticGradient()));
        Says("one-sweep", new LiftedMethod(new LiftedBregman(), (safe, safe), new OneSweep(), sweep));
        Says("fixed-point", new LiftedMethod(new LiftedBregman(), (new FixedPoint(), safe), new ThreeColour(), sweep));
        Says("Lipschitz", new LiftedMethod(new MacQp(), (adam, adam), new ThreeColour(), sweep));
        Says("two phases", new LiftedMethod(new LiftedContrastive(), (safe, safe), new ThreeColour(), sweep));

        static void Says(string part, LiftedMethod method) => Assert.Contains(part, MethodLaws.NoDescent(method), StringComparison.Ordinal);
    }

    private static string[] Broken(IEnumerable<LawFinding> findings) => [.. findings.Where(finding => !finding.Holds).Select(finding => finding.Law)];
}
