using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Reports;

/// <summary>Rows of a panel.</summary>
internal static class Tiles
{
    /// <summary>The first images of a matrix.</summary>
    /// <param name="images">images × pixels.</param>
    /// <param name="shape">The shape of an image.</param>
    /// <param name="count">How many.</param>
    public static Image[] Of(Matrix images, ImageShape shape, int count) =>
        [.. Enumerable.Range(0, count).Select(row => new Image(shape, images.Row(row).ToArray()))];

    /// <summary>|found − clean| of the first images, found clamped to [0, 1].</summary>
    public static Image[] Errors(Matrix clean, Matrix found, ImageShape shape, int count)
    {
        var errors = new Matrix(count, clean.Columns);
        for (var i = 0; i < errors.Values.Length; i++)
        {
            errors.Values[i] = Math.Abs(Math.Clamp(found.Values[i], 0, 1) - clean.Values[i]);
        }

        return Of(errors, shape, count);
    }
}
