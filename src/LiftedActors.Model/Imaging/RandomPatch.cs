using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Imaging;

/// <summary>Square patches of pictures at random places, turned and mirrored at random: patch i is a function of (seed, i) and the pictures alone.</summary>
/// <remarks>Every picture, every place inside it and each of the eight symmetries of the square are equally likely.</remarks>
public static class RandomPatch
{
    private const string Purpose = "patch";
    private const int Symmetries = 8;

    /// <summary>The picture that a patch is cut from.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="sample">The number of the patch.</param>
    /// <param name="pictures">How many pictures there are.</param>
    public static int Picture(long seed, int sample, int pictures) => new RandomStream(seed, Purpose, sample, 0).NextInt(pictures);

    /// <summary>Cuts a patch.</summary>
    /// <param name="picture">The picture of the patch.</param>
    /// <param name="side">The side of the patch.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="sample">The number of the patch.</param>
    /// <exception cref="ArgumentOutOfRangeException">The picture is smaller than the patch.</exception>
    public static Image Cut(Image picture, int side, long seed, int sample)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(side, Math.Min(picture.Height, picture.Width));
        var stream = new RandomStream(seed, Purpose, sample, 1);
        var top = stream.NextInt(picture.Height - side + 1);
        var left = stream.NextInt(picture.Width - side + 1);
        return Turned(picture.Crop(top, left, new ImageShape(side, side)), stream.NextInt(Symmetries));
    }

    /// <summary>One of the eight symmetries of a square image: mirrored left and right (1), up and down (2), at the diagonal (4), and sums of these.</summary>
    /// <exception cref="ArgumentException">The image is not square.</exception>
    public static Image Turned(Image image, int symmetry)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Height != image.Width)
        {
            throw new ArgumentException($"An image of {image.Shape} pixels is not square.", nameof(image));
        }

        var (turned, last) = (new Image(image.Shape), image.Width - 1);
        for (var row = 0; row <= last; row++)
        {
            for (var column = 0; column <= last; column++)
            {
                var (y, x) = (symmetry & 4) == 0 ? (row, column) : (column, row);
                turned[row, column] = image[(symmetry & 2) == 0 ? y : last - y, (symmetry & 1) == 0 ? x : last - x];
            }
        }

        return turned;
    }
}
