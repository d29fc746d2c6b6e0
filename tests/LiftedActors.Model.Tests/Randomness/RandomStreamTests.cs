using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Tests.Randomness;

public sealed class RandomStreamTests
{
    private const int Draws = 200_000;

    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0xe169c58d6627e8d5UL, 0x9b00dbd8bc57ac4cUL)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x41c83b0e408f276dUL, 0x6d5451fda20bc7c6UL)]
    [InlineData(0x85a308d3243f6a88UL, 0x0370734413198a2eUL, 0x299f31d0a4093822UL, 0x94fdccebd16cfe09UL, 0x24126ea15001e420UL)]
    public void PhiloxGivesThePublishedAnswers(ulong low, ulong high, ulong key, ulong first, ulong second) =>
        Assert.Equal((first, second), Philox.Block(low, high, key));

    [Fact]
    public void TheSameKeyGivesTheSameNumbers()
    {
        var one = new RandomStream(7, "noise", 3, 4);
        var two = new RandomStream(7, "noise", 3, 4);
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(one.Gaussian(), two.Gaussian());
            Assert.Equal(one.NextInt(1 + i), two.NextInt(1 + i));
            Assert.Equal(one.NextBits(), two.NextBits());
        }
    }

    public static TheoryData<long, string, int, int> Neighbours => new()
    {
        { 8, "noise", 3, 4 },
        { -7, "noise", 3, 4 },
        { 7, "noisf", 3, 4 },
        { 7, "", 3, 4 },
        { 7, "noise", 4, 4 },
        { 7, "noise", 3, 5 },
        { 7, "noise", 4, 3 },
        { 7, "noise", -3, 4 },
    };

    [Theory]
    [MemberData(nameof(Neighbours))]
    public void DifferentKeysAreUncorrelated(long seed, string purpose, int a, int b)
    {
        var one = new RandomStream(7, "noise", 3, 4);
        var two = new RandomStream(seed, purpose, a, b);
        var (sum, equal) = (0.0, 0);
        for (var i = 0; i < Draws; i++)
        {
            var (x, y) = (one.Uniform() - 0.5, two.Uniform() - 0.5);
            sum += 12 * x * y;
            equal += x == y ? 1 : 0;
        }

        Assert.True(Math.Abs(sum / Draws) < 5 / Math.Sqrt(Draws), $"correlation {sum / Draws}");
        Assert.Equal(0, equal);
    }

    [Fact]
    public void SuccessiveNumbersAreUncorrelated()
    {
        var stream = new RandomStream(5, "lag");
        var (sum, before) = (0.0, stream.Uniform() - 0.5);
        for (var i = 0; i < Draws; i++)
        {
            var now = stream.Uniform() - 0.5;
            sum += 12 * before * now;
            before = now;
        }

        Assert.True(Math.Abs(sum / Draws) < 5 / Math.Sqrt(Draws));
    }

    [Fact]
    public void UniformNumbersHaveTheRightMoments()
    {
        var stream = new RandomStream(1, "moments");
        var (mean, square) = (0.0, 0.0);
        for (var i = 0; i < Draws; i++)
        {
            var u = stream.Uniform();
            Assert.InRange(u, 0, Math.BitDecrement(1.0));
            mean += u / Draws;
            square += u * u / Draws;
        }

        Assert.Equal(0.5, mean, 0.004);
        Assert.Equal(1.0 / 3, square, 0.004);
    }

    [Fact]
    public void GaussianNumbersHaveTheRightMoments()
    {
        var stream = new RandomStream(1, "moments");
        var moments = new double[5];
        for (var i = 0; i < Draws; i++)
        {
            var g = stream.Gaussian();
            var power = 1.0;
            for (var k = 0; k < moments.Length; k++, power *= g)
            {
                moments[k] += power / Draws;
            }
        }

        Assert.Equal(0, moments[1], 0.012);
        Assert.Equal(1, moments[2], 0.017);
        Assert.Equal(0, moments[3], 0.05);
        Assert.Equal(3, moments[4], 0.12);
    }

    [Fact]
    public void FillGaussianScalesTheSameNumbers()
    {
        var filled = new Real[101];
        new RandomStream(3, "fill").FillGaussian(filled, 0.25);
        var stream = new RandomStream(3, "fill");
        Assert.All(filled, value => Assert.Equal((Real)(0.25 * stream.Gaussian()), value));
    }

    [Fact]
    public void PortableFunctionsAgreeWithTheLibrary()
    {
        var stream = new RandomStream(2, "functions");
        for (var i = 0; i < 20_000; i++)
        {
            var u = stream.Uniform();
            var x = Math.Pow(2, stream.Uniform(-53, 3));
            var (sine, cosine) = PortableFunctions.SineCosineOfTurn(u);
            Assert.Equal(Math.Log(x), PortableFunctions.Log(x), 1e-15 * Math.Max(1, Math.Abs(Math.Log(x))));
            Assert.Equal(Math.Sin(2 * Math.PI * u), sine, 2e-15);
            Assert.Equal(Math.Cos(2 * Math.PI * u), cosine, 2e-15);
        }

        Assert.Equal(0, PortableFunctions.Log(1));
        Assert.Equal(1, PortableFunctions.ExpOfNegative(0));
        Assert.Equal(0, PortableFunctions.ExpOfNegative(double.NegativeInfinity));
        for (var x = 0.0; x > -690; x -= 0.37)
        {
            Assert.Equal(1, PortableFunctions.ExpOfNegative(x) / Math.Exp(x), 2e-13);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(24)]
    public void IntegersAreUniform(int bound)
    {
        var stream = new RandomStream(11, "integers", bound);
        var counts = new int[bound];
        for (var i = 0; i < Draws; i++)
        {
            counts[stream.NextInt(bound)]++;
        }

        var expected = (double)Draws / bound;
        Assert.All(counts, count => Assert.Equal(expected, count, 5 * Math.Sqrt(expected)));
    }

    [Fact]
    public void LargeBoundsReachTheirUpperHalf()
    {
        var stream = new RandomStream(11, "large");
        var above = 0;
        for (var i = 0; i < 1000; i++)
        {
            var value = stream.NextInt(int.MaxValue);
            Assert.InRange(value, 0, int.MaxValue - 1);
            above += value > int.MaxValue / 2 ? 1 : 0;
        }

        Assert.InRange(above, 400, 600);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void AnEmptyRangeIsRefused(int bound) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(1, "x").NextInt(bound));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    public void AShuffleIsAPermutation(int length)
    {
        var values = Enumerable.Range(0, length).ToArray();
        new RandomStream(1, "shuffle", length).Shuffle(values);
        Assert.Equal(Enumerable.Range(0, length), values.Order());
    }

    [Fact]
    public void EveryOrderIsEquallyLikely()
    {
        const int Trials = 24_000;
        var counts = new Dictionary<string, int>();
        for (var trial = 0; trial < Trials; trial++)
        {
            int[] values = [0, 1, 2, 3];
            new RandomStream(1, "shuffle", trial).Shuffle(values);
            var order = string.Concat(values);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, counts.Count);
        Assert.All(counts.Values, count => Assert.Equal(Trials / 24.0, count, 5 * Math.Sqrt(Trials / 24.0)));
    }

    [Fact]
    public void DrawingAllocatesNothing()
    {
        var values = new int[64];
        var noise = new Real[64];
        Draw(values, noise);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Draw(values, noise);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void Draw(int[] values, Real[] noise)
    {
        var stream = new RandomStream(3, "allocation", 1, 2);
        stream.FillGaussian(noise, 1);
        stream.Shuffle(values);
    }
}
