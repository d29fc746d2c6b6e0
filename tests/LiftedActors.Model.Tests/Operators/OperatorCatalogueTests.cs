using LiftedActors.Model.Imaging;
using LiftedActors.Model.Operators;

namespace LiftedActors.Model.Tests.Operators;

public sealed class OperatorCatalogueTests
{
    private static readonly ImageShape Shape = new(8, 8);

    [Fact]
    public void TheWrittenFormIsReadBack()
    {
        var blur = Assert.IsType<GaussianBlur>(OperatorCatalogue.Create(OperatorSpecification.Parse("gaussian-blur: size=9, sigma=1.5,edges=reflect"), Shape, 0));
        Assert.Equal((9, 1.5, Edges.Reflect, Shape), (blur.Size, blur.Sigma, blur.Edges, blur.Shape));
        var specification = OperatorSpecification.Parse("uniform-blur:size=3,edges=circular");
        Assert.Equal(specification.ToString(), OperatorSpecification.Parse(specification.ToString()).ToString());
    }

    [Fact]
    public void LeftOutParametersTakeTheirDefaults() =>
        Assert.Equal(Edges.Zero, ((UniformBlur)OperatorCatalogue.Create(OperatorSpecification.Parse("uniform-blur:size=3"), Shape, 0)).Edges);

    [Theory]
    [InlineData("mask:keep=0.5", 7)]
    [InlineData("mask:keep=0.5,seed=9", 9)]
    public void TheSeedIsTheDegradationsUnlessItIsNamed(string text, long seed) =>
        Assert.Equal(seed, ((RandomMask)OperatorCatalogue.Create(OperatorSpecification.Parse(text), Shape, 7)).Seed);

    [Theory]
    [InlineData("gausian-blur:size=9", "'gaussian-blur'")]
    [InlineData("", "Known: gaussian-blur, identity, mask, uniform-blur")]
    [InlineData("gaussian-blur:size=9", "'sigma'")]
    [InlineData("gaussian-blur:size=9,sgma=2,sigma=1", "did you mean 'sigma'?")]
    [InlineData("gaussian-blur:size=nine,sigma=1", "a whole number")]
    [InlineData("gaussian-blur:size=9,sigma=wide", "a number")]
    [InlineData("gaussian-blur:size=9,sigma=1,edges=mirror", "zero, reflect, circular")]
    [InlineData("gaussian-blur:size=9,sigma=1,edges=1", "zero, reflect, circular")]
    [InlineData("gaussian-blur:size=8,sigma=1", "odd")]
    [InlineData("gaussian-blur:size=9,sigma=-1", "positive")]
    [InlineData("mask:keep=2", "0 to 1")]
    [InlineData("identity:size=3", "there are none to give")]
    public void AFaultNamesItsMend(string text, string mend)
    {
        var fault = Assert.Single(OperatorCatalogue.Faults(OperatorSpecification.Parse(text), Shape));
        Assert.Contains(mend, fault, StringComparison.Ordinal);
        var thrown = Assert.Throws<ArgumentException>(() => OperatorCatalogue.Create(OperatorSpecification.Parse(text), Shape, 0));
        Assert.Contains(mend, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AllFaultsAreNamedAtOnce() =>
        Assert.Equal(3, OperatorCatalogue.Faults(OperatorSpecification.Parse("gaussian-blur:size=x,edges=y,sigm=1,sigma=1"), Shape).Count);

    [Theory]
    [InlineData("uniform-blur:size")]
    [InlineData("uniform-blur:=3")]
    [InlineData("uniform-blur:size=3,size=5")]
    public void AMalformedTextIsRefused(string text) => Assert.Throws<FormatException>(() => OperatorSpecification.Parse(text));
}
