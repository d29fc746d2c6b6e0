using System.Reflection;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Tests.Potentials;

public sealed class PotentialCatalogueTests
{
    public static TheoryData<string> Words => [.. PotentialCatalogue.Words];

    /// <summary>All but those that are made of other potentials.</summary>
    [Fact]
    public void EveryLawAndEveryPotentialHasAWord()
    {
        var marked = typeof(ConvexPotential).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IScalarLaw)) || type.IsSubclassOf(typeof(ConvexPotential)))
            .Where(type => type is { IsInterface: false, IsAbstract: false } && !type.IsGenericType && (type.IsValueType || type.GetConstructors().Length > 0))
            .Where(type => type.GetConstructors().All(constructor => constructor.GetParameters().All(parameter => parameter.ParameterType.IsPrimitive)))
            .Where(type => type.GetCustomAttribute<ActivatesAttribute>() is null);
        Assert.Empty(marked);
        Assert.All(PotentialCatalogue.Words, word => Assert.Matches("^[a-z]+(-[a-z]+)*$", word));
    }

    [Fact]
    public void AnUnknownWordIsAnsweredWithTheKnownOnes()
    {
        var message = Assert.Throws<ArgumentException>(() => PotentialCatalogue.Create("swish")).Message;
        Assert.Contains("swish", message, StringComparison.Ordinal);
        Assert.All(PotentialCatalogue.Words, word => Assert.Contains(word, message, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void AnUnknownParameterIsAnsweredWithTheKnownOnes(string word)
    {
        var message = Assert.Throws<ArgumentException>(
            () => PotentialCatalogue.Create(word, new Dictionary<string, double> { ["sharpness"] = 1 })).Message;
        Assert.Contains("sharpness", message, StringComparison.Ordinal);
        Assert.All(PotentialCatalogue.Parameters(word), parameter => Assert.Contains(parameter.Name!, message, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void AValueThatIsNotANumberIsRefused(string word)
    {
        foreach (var parameter in PotentialCatalogue.Parameters(word))
        {
            foreach (var value in (double[])[double.NaN, -double.NaN])
            {
                var message = Assert.Throws<ArgumentException>(
                    () => PotentialCatalogue.Create(word, new Dictionary<string, double> { [parameter.Name!] = value })).Message;
                Assert.Contains(word, message, StringComparison.Ordinal);
                Assert.Contains(parameter.Name!, message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("box", "lower", 1)]
    [InlineData("box", "upper", -2)]
    [InlineData("leaky-relu", "slope", 0)]
    [InlineData("leaky-relu", "slope", 1.5)]
    [InlineData("leaky-relu", "slope", 1e-320)]
    [InlineData("soft-threshold", "threshold", -0.1)]
    [InlineData("one-sided-soft-threshold", "threshold", -0.1)]
    [InlineData("hard-sigmoid", "slope", 1.5)]
    [InlineData("hard-sigmoid", "slope", -0.3)]
    [InlineData("hard-sigmoid", "offset", double.NegativeInfinity)]
    [InlineData("hinge", "weight", -1)]
    [InlineData("squared-hinge", "weight", -1)]
    [InlineData("epsilon-insensitive", "weight", -1)]
    [InlineData("epsilon-insensitive", "insensitivity", -1)]
    [InlineData("elu", "scale", 1.1)]
    [InlineData("elu", "scale", 0)]
    [InlineData("firm-threshold", "threshold", 1)]
    [InlineData("firm-threshold", "upper", 0.1)]
    [InlineData("hard-threshold", "threshold", 0)]
    [InlineData("group-soft-threshold", "threshold", -1)]
    [InlineData("group-soft-threshold", "size", 0)]
    [InlineData("group-soft-threshold", "size", 1.5)]
    [InlineData("group-soft-threshold", "size", 1e20)]
    [InlineData("group-huber", "width", 0)]
    [InlineData("group-ball", "radius", 0)]
    [InlineData("soft-threshold", "threshold", double.PositiveInfinity)]
    public void AValueOutOfRangeIsRefused(string word, string parameter, double value)
    {
        var message = Assert.Throws<ArgumentException>(
            () => PotentialCatalogue.Create(word, new Dictionary<string, double> { [parameter] = value })).Message;
        Assert.Contains(word, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("silu")]
    [InlineData("swish")]
    [InlineData("GELU")]
    [InlineData("mish")]
    public void AnActivationWithoutAConvexPotentialIsRefusedWithTheReason(string word)
    {
        var message = Assert.Throws<ArgumentException>(() => PotentialCatalogue.Create(word)).Message;
        Assert.Contains("not monotone", message, StringComparison.Ordinal);
        Assert.Contains(PotentialCatalogue.Refusal(word)!, message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoMemberIsRefused() => Assert.All(PotentialCatalogue.Words, word => Assert.Null(PotentialCatalogue.Refusal(word)));

    /// <summary>Whoever takes gradient steps asks this, as the Lipschitz constant would make every step zero.</summary>
    [Fact]
    public void WhatJumpsIsNotForGradientStepsAndSaysWhy()
    {
        foreach (var word in PotentialCatalogue.Words)
        {
            var potential = PotentialCatalogue.Create(word);
            Assert.Equal(double.IsPositiveInfinity(potential.ActivationLipschitz), potential.NotForGradientSteps is { Length: > 20 });
        }

        Assert.Equal(["hard-threshold", "sign"], PotentialCatalogue.Words.Except(PotentialCases.TrainableWords));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void ALawMadeWithoutParametersHasTheDefaults(string word)
    {
        var created = PotentialCatalogue.Create(word);
        var law = created.GetType().GetProperty("Law")?.GetValue(created);
        if (law is not null)
        {
            Assert.Equal(Activator.CreateInstance(law.GetType()), law);
        }
    }
}
