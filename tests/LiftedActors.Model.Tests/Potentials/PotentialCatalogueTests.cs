using System.Reflection;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Tests.Potentials;

public sealed class PotentialCatalogueTests
{
    public static TheoryData<string> Words => [.. PotentialCatalogue.Words];

    [Fact]
    public void EveryLawAndEveryPotentialHasAWord()
    {
        var marked = typeof(ConvexPotential).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IScalarLaw)) || type.IsSubclassOf(typeof(ConvexPotential)))
            .Where(type => type is { IsInterface: false, IsAbstract: false } && !type.IsGenericType)
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
    [InlineData("soft-threshold", "threshold", double.PositiveInfinity)]
    public void AValueOutOfRangeIsRefused(string word, string parameter, double value)
    {
        var message = Assert.Throws<ArgumentException>(
            () => PotentialCatalogue.Create(word, new Dictionary<string, double> { [parameter] = value })).Message;
        Assert.Contains(word, message, StringComparison.Ordinal);
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
