namespace LiftedActors.Model.Imaging;

/// <summary>Composes images of one shape into rows and columns of tiles with captions: white letters on dark grey.</summary>
public static class Panel
{
    private const Real Background = (Real)0.16;
    private const Real Ink = 1;

    /// <summary>Composes <paramref name="rows"/> of tiles into one image; tiles are clamped to [0, 1] and magnified without smoothing.</summary>
    /// <param name="rows">The tiles, all of one shape; rows may be of different length.</param>
    /// <param name="layout">Gap, magnification and captions; a caption wider than its column is cut at its end.</param>
    /// <exception cref="ArgumentException">There is no tile, or shapes differ, or the gap is negative or the magnification not positive.</exception>
    public static Image Compose(IReadOnlyList<IReadOnlyList<Image>> rows, PanelLayout layout)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(layout);
        var tiles = rows.SelectMany(row => row).ToArray();
        if (tiles.Length == 0 || tiles.Any(tile => tile.Shape != tiles[0].Shape))
        {
            throw new ArgumentException("A panel needs at least one tile, and all of one shape.", nameof(rows));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(layout.Gap, nameof(layout));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layout.Magnification, nameof(layout));
        var (tileHeight, tileWidth) = (tiles[0].Height * layout.Magnification, tiles[0].Width * layout.Magnification);
        var top = layout.Gap + (layout.ColumnCaptions.Count > 0 ? BitmapFont.LineHeight + layout.Gap : 0);
        var left = layout.Gap + (layout.RowCaptions.Count > 0 ? layout.RowCaptions.Max(BitmapFont.WidthOf) + layout.Gap : 0);
        var columns = rows.Max(row => row.Count);
        var panel = new Image(new ImageShape(top + (rows.Count * (tileHeight + layout.Gap)), left + (columns * (tileWidth + layout.Gap))));
        panel.Pixels.Fill(Background);
        for (var column = 0; column < Math.Min(columns, layout.ColumnCaptions.Count); column++)
        {
            var x = left + (column * (tileWidth + layout.Gap));
            BitmapFont.Draw(panel, layout.Gap, x, Fitting(layout.ColumnCaptions[column], tileWidth + layout.Gap), Ink);
        }

        for (var row = 0; row < rows.Count; row++)
        {
            var y = top + (row * (tileHeight + layout.Gap));
            if (row < layout.RowCaptions.Count)
            {
                BitmapFont.Draw(panel, y + ((tileHeight - BitmapFont.LineHeight) / 2), layout.Gap, layout.RowCaptions[row], Ink);
            }

            for (var column = 0; column < rows[row].Count; column++)
            {
                Place(rows[row][column], panel, y, left + (column * (tileWidth + layout.Gap)), layout.Magnification);
            }
        }

        return panel;
    }

    private static string Fitting(string caption, int width) => caption[..Math.Min(caption.Length, width / BitmapFont.Advance)];

    private static void Place(Image tile, Image panel, int top, int left, int magnification)
    {
        for (var row = 0; row < tile.Height * magnification; row++)
        {
            for (var column = 0; column < tile.Width * magnification; column++)
            {
                panel[top + row, left + column] = Math.Clamp(tile[row / magnification, column / magnification], 0, 1);
            }
        }
    }
}
