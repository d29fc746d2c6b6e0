using LiftedActors.Model.Imaging;

namespace LiftedActors.Model.Tests.Imaging;

public sealed class RandomPatchTests
{
    private const int Side = 5;
    private static readonly ImageShape Shape = new(7, 11);

    [Fact]
    public void A_patch_is_one_of_the_symmetries_of_a_part_of_its_picture_and_every_part_and_symmetry_comes()
    {
        var picture = Numbered(Shape);
        var all = new Dictionary<string, int>();
        for (var top = 0; top <= Shape.Height - Side; top++)
        {
            for (var left = 0; left <= Shape.Width - Side; left++)
            {
                for (var symmetry = 0; symmetry < 8; symmetry++)
                {
                    all.Add(Text(RandomPatch.Turned(picture.Crop(top, left, new ImageShape(Side, Side)), symmetry)), 0);
                }
            }
        }

        for (var sample = 0; sample < 3000; sample++)
        {
            all[Text(RandomPatch.Cut(picture, Side, 1, sample))]++;
        }

        Assert.All(all.Values, count => Assert.True(count > 0));
    }

    [Fact]
    public void A_patch_is_a_function_of_seed_and_number()
    {
        var picture = Numbered(Shape);

        Assert.Equal(Text(RandomPatch.Cut(picture, Side, 3, 4)), Text(RandomPatch.Cut(picture, Side, 3, 4)));
        Assert.True(Enumerable.Range(0, 10).Select(sample => Text(RandomPatch.Cut(picture, Side, 3, sample))).Distinct().Count() > 5);
        Assert.True(Enumerable.Range(0, 10).Select(seed => Text(RandomPatch.Cut(picture, Side, seed, 4))).Distinct().Count() > 5);
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 100).Select(sample => RandomPatch.Picture(3, sample, 3)).Distinct().Order());
    }

    [Fact]
    public void A_picture_of_the_size_of_the_patch_has_one_place_and_a_smaller_one_none()
    {
        var picture = Numbered(new ImageShape(Side, Side));

        Assert.Equal(picture.Pixels.ToArray().Order(), RandomPatch.Cut(picture, Side, 1, 1).Pixels.ToArray().Order());
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomPatch.Cut(picture, Side + 1, 1, 1));
    }

    [Fact]
    public void Mirrored_twice_an_image_is_itself_and_only_squares_are_turned()
    {
        var image = Numbered(new ImageShape(3, 3));

        Assert.All((int[])[1, 2, 3, 4], symmetry => Assert.Equal(Text(image), Text(RandomPatch.Turned(RandomPatch.Turned(image, symmetry), symmetry))));
        Assert.Throws<ArgumentException>(() => RandomPatch.Turned(Numbered(Shape), 4));
    }

    private static Image Numbered(ImageShape shape) => new(shape, [.. Enumerable.Range(0, shape.Pixels).Select(i => (Real)i)]);

    private static string Text(Image image) => string.Join(' ', image.Pixels.ToArray());
}
