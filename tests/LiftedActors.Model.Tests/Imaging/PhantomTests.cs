using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Tests.Imaging;

public sealed class PhantomTests
{
    private static readonly ImageShape Shape = new(Phantoms.DefaultSize, Phantoms.DefaultSize);

    [Fact]
    public void APhantomIsAFunctionOfSeedAndIndex()
    {
        var last = Phantoms.Draw(Shape, 5, 9).Pixels.ToArray();
        Phantoms.Draw(Shape, 5, 3);
        Assert.Equal(last, Phantoms.Draw(Shape, 5, 9).Pixels.ToArray());
        Assert.NotEqual(last, Phantoms.Draw(Shape, 6, 9).Pixels.ToArray());
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(28, 28)]
    [InlineData(17, 40)]
    public void NoTwoAreEqualAndAllAreGreyImages(int height, int width)
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < 500; i++)
        {
            var image = Phantoms.Draw(new ImageShape(height, width), 1, i);
            foreach (var value in image.Pixels)
            {
                Assert.InRange(value, 0, 1);
            }

            Assert.True(seen.Add(Convert.ToHexString(image.ToBytes())), $"phantom {i} is seen twice");
        }
    }

    [Fact]
    public void PhantomsHaveContrastAndSoftEdges()
    {
        for (var i = 0; i < 200; i++)
        {
            var values = Phantoms.Draw(Shape, 2, i).Pixels.ToArray();
            Assert.True(values.Max() >= 0.35 && values.Count(value => value == 0) > Shape.Pixels / 10);
            Assert.True(values.Distinct().Count() > 20, "the outlines are not smooth");
        }
    }

    // An outline covers as much area at twice the size as the same one at half: anti-aliasing keeps the mean.
    [Fact]
    public void TheMeanBrightnessHardlyDependsOnTheSize()
    {
        for (var i = 0; i < 50; i++)
        {
            var small = Phantoms.Draw(new ImageShape(64, 64), 3, i).Pixels.ToArray().Average();
            var large = Phantoms.Draw(new ImageShape(128, 128), 3, i).Pixels.ToArray().Average();
            Assert.Equal(large, small, 0.01);
        }
    }

    [Fact]
    public void SenselessRequestsAreRefused()
    {
        Assert.Throws<ArgumentException>(() => Phantoms.Draw(new ImageShape(7, 28), 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Phantoms.Draw(Shape, 0, -1));
        Assert.Throws<ArgumentException>(() => Phantoms.Draw(Shape, 0, 0, new Real[3]));
    }
}
