using LiftedActors.Model.Imaging;
using LiftedActors.Model.Operators;

namespace LiftedActors.Model.Tests.Operators;

public sealed class BlurTests
{
    private static readonly ImageShape Shape = new(6, 9);

    [Theory]
    [InlineData(Edges.Zero, 5)]
    [InlineData(Edges.Reflect, 5)]
    [InlineData(Edges.Circular, 5)]
    [InlineData(Edges.Zero, 31)]
    [InlineData(Edges.Reflect, 31)]
    [InlineData(Edges.Circular, 31)]
    public void TheBlurIsTheTwoDimensionalSum(Edges edges, int size)
    {
        const double Sigma = 1.7;
        var image = OperatorLawTests.Vector("image", 0, Shape.Pixels);
        var blurred = OperatorLawTests.Apply(new GaussianBlur(Shape, size, Sigma, edges), image);
        for (var row = 0; row < Shape.Height; row++)
        {
            for (var column = 0; column < Shape.Width; column++)
            {
                var (sum, weights) = (0.0, 0.0);
                for (var i = -(size / 2); i <= size / 2; i++)
                {
                    for (var j = -(size / 2); j <= size / 2; j++)
                    {
                        var weight = Math.Exp(-((i * i) + (j * j)) / (2 * Sigma * Sigma));
                        weights += weight;
                        sum += weight * Continued(image, row + i, column + j, edges);
                    }
                }

                Assert.Equal(sum / weights, blurred[(row * Shape.Width) + column], 1e-6);
            }
        }
    }

    [Fact]
    public void AUniformBlurSpreadsAPointEvenly()
    {
        var image = new Real[Shape.Pixels];
        image[(2 * Shape.Width) + 4] = 9;
        var blurred = OperatorLawTests.Apply(new UniformBlur(Shape, 3), image);
        Assert.Equal(9, blurred.Count(value => Math.Abs(value - 1) < 1e-6));
        Assert.Equal(9, blurred.Sum(), 1e-5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(-3)]
    public void AWindowWithoutAMiddleIsRefused(int size)
    {
        Assert.Throws<ArgumentException>(() => new UniformBlur(Shape, size));
        Assert.Throws<ArgumentException>(() => new GaussianBlur(Shape, size, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void AGaussianWithoutWidthIsRefused(double sigma) => Assert.Throws<ArgumentException>(() => new GaussianBlur(Shape, 3, sigma));

    // The edge rules written as steps of one pixel, independently of the filter's closed form.
    private static double Continued(Real[] image, int row, int column, Edges edges)
    {
        if (edges == Edges.Zero && (row < 0 || row >= Shape.Height || column < 0 || column >= Shape.Width))
        {
            return 0;
        }

        return image[(Walk(row, Shape.Height, edges) * Shape.Width) + Walk(column, Shape.Width, edges)];
    }

    private static int Walk(int position, int length, Edges edges)
    {
        var (at, direction) = (0, 1);
        for (var step = 0; step < Math.Abs(position); step++)
        {
            var forward = position > 0 ? direction : -direction;
            var next = at + forward;
            if (next >= 0 && next < length)
            {
                at = next;
            }
            else if (edges == Edges.Circular)
            {
                at = next < 0 ? length - 1 : 0;
            }
            else
            {
                direction = -direction;
            }
        }

        return at;
    }
}
