using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Restoring;

/// <summary>
/// Restores images by overlapping tiles of one shape, which are joined by smooth weights that add up to one everywhere. An image that
/// is smaller than a tile is continued by its mirror image first.
/// </summary>
internal sealed class TiledRestorer : IRestorer
{
    private const int MostPixelsAtOnce = 1 << 20;
    private readonly ImageShape _tile;
    private readonly (int Down, int Right) _step;
    private readonly Func<Matrix, Matrix> _restore;
    private readonly Matrix _inputs;

    /// <summary>Creates the restorer.</summary>
    /// <param name="tile">The shape of the tiles.</param>
    /// <param name="step">The most pixels from one tile to the next, down and to the right.</param>
    /// <param name="restore">Restores tiles × pixels at a time, at most <see cref="AtOnce"/> tiles.</param>
    public TiledRestorer(ImageShape tile, (int Down, int Right) step, Func<Matrix, Matrix> restore)
    {
        (_tile, _step, _restore) = (tile, step, restore);
        _inputs = new Matrix(AtOnce(tile), tile.Pixels);
    }

    /// <summary>The most tiles that are restored at a time.</summary>
    public static int AtOnce(ImageShape tile) => Math.Clamp(MostPixelsAtOnce / tile.Pixels, 1, 200);

    /// <inheritdoc/>
    public Image Restore(Image degraded)
    {
        var whole = new ImageShape(Math.Max(degraded.Height, _tile.Height), Math.Max(degraded.Width, _tile.Width));
        var image = whole == degraded.Shape ? degraded : degraded.Continued(whole);
        var (rows, columns) = (new PartitionOfUnity(whole.Height, _tile.Height, _step.Down), new PartitionOfUnity(whole.Width, _tile.Width, _step.Right));
        var tiles = Enumerable.Range(0, rows.Starts.Count).SelectMany(_ => Enumerable.Range(0, columns.Starts.Count), (row, column) => (Row: row, Column: column));
        var sum = new double[whole.Pixels];
        foreach (var chunk in tiles.Chunk(AtOnce(_tile)))
        {
            _inputs.Resize(chunk.Length);
            for (var i = 0; i < chunk.Length; i++)
            {
                image.Crop(rows.Starts[chunk[i].Row], columns.Starts[chunk[i].Column], _tile).Pixels.CopyTo(_inputs.Row(i));
            }

            var restored = _restore(_inputs);
            for (var i = 0; i < chunk.Length; i++)
            {
                var (row, column) = chunk[i];
                var corner = (rows.Starts[row] * whole.Width) + columns.Starts[column];
                Add(restored.Row(i), new Weights(rows.Weights(row), columns.Weights(column)), sum.AsSpan(corner), whole.Width);
            }
        }

        var joined = new Image(whole, [.. sum.Select(value => (Real)value)]);
        return whole == degraded.Shape ? joined : joined.Crop(0, 0, degraded.Shape);
    }

    private void Add(ReadOnlySpan<Real> tile, Weights weights, Span<double> sum, int width)
    {
        for (var row = 0; row < _tile.Height; row++)
        {
            for (var column = 0; column < _tile.Width; column++)
            {
                sum[(row * width) + column] += weights.Down[row] * weights.Right[column] * tile[(row * _tile.Width) + column];
            }
        }
    }

    /// <summary>The weights of a tile along both axes.</summary>
    private readonly ref struct Weights(ReadOnlySpan<double> down, ReadOnlySpan<double> right)
    {
        public ReadOnlySpan<double> Down { get; } = down;

        public ReadOnlySpan<double> Right { get; } = right;
    }
}
