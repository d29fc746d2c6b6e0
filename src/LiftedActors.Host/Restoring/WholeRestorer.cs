using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Restoring;

/// <summary>
/// Restores images by something local that takes any shape, such as a convolutional network: whole where they are small enough,
/// otherwise by large tiles, of each of which only what its borders cannot reach is kept, so that the result is that of the whole.
/// </summary>
/// <param name="at">Gives what restores images of a shape, images × pixels at a time.</param>
/// <param name="side">The longest side of a tile, more than twice the reach.</param>
/// <param name="reach">How many pixels away an input still has influence on an output.</param>
internal sealed class WholeRestorer(Func<ImageShape, Func<Matrix, Matrix>> at, int side, int reach) : IRestorer
{
    /// <inheritdoc/>
    public Image Restore(Image degraded)
    {
        var tile = new ImageShape(Math.Min(side, degraded.Height), Math.Min(side, degraded.Width));
        var (restore, restored, input) = (at(tile), new Image(degraded.Shape), new Matrix(1, tile.Pixels));
        foreach (var (top, down) in Cuts(degraded.Height, tile.Height))
        {
            foreach (var (left, right) in Cuts(degraded.Width, tile.Width))
            {
                degraded.Crop(top, left, tile).Pixels.CopyTo(input.Row(0));
                var output = restore(input).Row(0);
                var (first, count) = right.GetOffsetAndLength(tile.Width);
                for (var row = down.Start.Value; row < down.End.Value; row++)
                {
                    output.Slice((row * tile.Width) + first, count).CopyTo(restored.Pixels[(((top + row) * degraded.Width) + left + first)..]);
                }
            }
        }

        return restored;
    }

    /// <summary>Where the tiles of an axis begin, and which places of each are kept; together these are all places of the axis, each once.</summary>
    private IEnumerable<(int Start, Range Kept)> Cuts(int length, int width)
    {
        var kept = 0;
        for (var start = 0; kept < length; start = Math.Min(start + width - (2 * reach), length - width))
        {
            var end = start + width == length ? length : start + width - reach;
            yield return (start, (kept - start)..(end - start));
            kept = end;
        }
    }
}
