using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Tests.Imaging;

public sealed class PartitionOfUnityTests
{
    [Theory]
    [InlineData(48, 48, 12)]
    [InlineData(49, 48, 48)]
    [InlineData(321, 48, 12)]
    [InlineData(321, 48, 48)]
    [InlineData(7, 1, 1)]
    [InlineData(100, 9, 5)]
    public void Weights_are_positive_and_add_up_to_one_everywhere(int length, int width, int step)
    {
        var partition = new PartitionOfUnity(length, width, step);

        var sums = new double[length];
        for (var k = 0; k < partition.Starts.Count; k++)
        {
            for (var t = 0; t < width; t++)
            {
                Assert.True(partition.Weights(k)[t] > 0);
                sums[partition.Starts[k] + t] += partition.Weights(k)[t];
            }
        }

        Assert.All(sums, sum => Assert.Equal(1, sum, 14));
    }

    [Theory]
    [InlineData(321, 48, 12)]
    [InlineData(100, 9, 5)]
    public void Windows_reach_from_end_to_end_in_steps_that_are_even_and_not_too_long(int length, int width, int step)
    {
        var starts = new PartitionOfUnity(length, width, step).Starts;

        var gaps = starts.Zip(starts.Skip(1), (one, next) => next - one).ToArray();
        Assert.Equal((0, length - width), (starts[0], starts[^1]));
        Assert.InRange(gaps.Max(), 1, step);
        Assert.InRange(gaps.Max() - gaps.Min(), 0, 1);
        Assert.Equal((length - width + step - 1) / step, gaps.Length);
    }

    [Theory]
    [InlineData(5, 6, 1)]
    [InlineData(5, 0, 1)]
    [InlineData(5, 3, 0)]
    [InlineData(5, 3, 4)]
    public void What_cannot_cover_is_refused(int length, int width, int step) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PartitionOfUnity(length, width, step));

    [Fact]
    public void An_image_is_continued_by_its_mirror_images()
    {
        var image = new Image(new ImageShape(1, 3), [1, 2, 3]);

        Assert.Equal([1, 2, 3, 3, 2, 1, 1, 2, 1, 2, 3, 3, 2, 1, 1, 2], image.Continued(new ImageShape(2, 8)).Pixels.ToArray());
        Assert.Equal([1, 2, 3], image.Continued(image.Shape).Pixels.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Continued(new ImageShape(1, 2)));
    }
}
