using LiftedActors.Model.Imaging;
using LiftedActors.Model.Operators;

namespace LiftedActors.Model.Tests.Operators;

public sealed class DegradationTests
{
    private static readonly ImageShape Shape = new(28, 28);

    [Fact]
    public void ASampleDoesNotDependOnTheOthers()
    {
        var degradation = new Degradation(new RandomMask(Shape, 0.5, 3), 0.1, 3);
        var clean = OperatorLawTests.Vector("clean", 0, 5 * Shape.Pixels);
        var all = new Real[clean.Length];
        degradation.ApplyToAll(10, clean, all);
        for (var i = 4; i >= 0; i--)
        {
            var one = new Real[Shape.Pixels];
            degradation.Apply(10 + i, clean.AsSpan(i * Shape.Pixels, Shape.Pixels), one);
            Assert.Equal(one, all[(i * Shape.Pixels)..((i + 1) * Shape.Pixels)]);
        }
    }

    [Fact]
    public void SamplesAndSeedsDiffer()
    {
        var clean = new Real[Shape.Pixels];
        var identity = new IdentityOperator(Shape);
        var (first, second, other) = (new Real[clean.Length], new Real[clean.Length], new Real[clean.Length]);
        new Degradation(identity, 1, 0).Apply(0, clean, first);
        new Degradation(identity, 1, 0).Apply(1, clean, second);
        new Degradation(identity, 1, 1).Apply(0, clean, other);
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void NoiseHasTheStatedDeviation()
    {
        var clean = new Real[100 * Shape.Pixels];
        var degraded = new Real[clean.Length];
        new Degradation(new IdentityOperator(Shape), 0.3, 8).ApplyToAll(0, clean, degraded);
        Assert.Equal(0.3, Math.Sqrt(degraded.Sum(value => (double)value * value) / degraded.Length), 0.005);
    }

    [Fact]
    public void MissingPixelsAreZeroAndTheRestIsKept()
    {
        var masks = new RandomMask(Shape, 0.5, 3);
        var clean = Enumerable.Repeat((Real)1, Shape.Pixels).ToArray();
        var (silent, noisy, kept) = (new Real[Shape.Pixels], new Real[Shape.Pixels], 0);
        for (var sample = 0; sample < 50; sample++)
        {
            new Degradation(masks, 0, 3).Apply(sample, clean, silent);
            new Degradation(masks, 0.2, 3).Apply(sample, clean, noisy);
            var mask = Assert.IsType<Mask>(masks.At(sample)).Kept;
            for (var i = 0; i < mask.Length; i++)
            {
                Assert.Equal(mask[i] ? 1 : 0, silent[i]);
                Assert.Equal(mask[i], noisy[i] != 0);
                kept += mask[i] ? 1 : 0;
            }
        }

        Assert.Equal(0.5, kept / (50.0 * Shape.Pixels), 0.015);
    }

    [Fact]
    public void MasksDifferFromSampleToSample() =>
        Assert.False(((Mask)new RandomMask(Shape, 0.5).At(0)).Kept.SequenceEqual(((Mask)new RandomMask(Shape, 0.5).At(1)).Kept));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void TheExtremeMasksKeepNothingOrAll(double keep, double norm) => Assert.Equal(norm, new RandomMask(Shape, keep).At(4).NormBound);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void SenselessNoiseAndMasksAreRefused(double value)
    {
        Assert.Throws<ArgumentException>(() => new Degradation(new IdentityOperator(Shape), value, 0));
        Assert.Throws<ArgumentException>(() => new RandomMask(Shape, value));
    }

    [Fact]
    public void ArraysOfDifferentCountsAreRefused() =>
        Assert.Throws<ArgumentException>(() => new Degradation(new IdentityOperator(Shape), 0, 0).ApplyToAll(0, new Real[2 * Shape.Pixels], new Real[Shape.Pixels]));
}
