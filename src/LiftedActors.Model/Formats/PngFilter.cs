namespace LiftedActors.Model.Formats;

/// <summary>The five row filters of PNG (PNG 3rd edition, §9), undone in place.</summary>
internal static class PngFilter
{
    /// <summary>Undoes a filter.</summary>
    /// <param name="kind">The filter byte of the row.</param>
    /// <param name="row">The filtered row, overwritten with the plain one.</param>
    /// <param name="above">The plain row above, or zeros.</param>
    /// <param name="distance">How far back the left neighbour is, in bytes.</param>
    /// <exception cref="DataFormatException">There is no such filter.</exception>
    public static void Undo(int kind, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var left = i >= distance ? row[i - distance] : 0;
            var corner = i >= distance ? above[i - distance] : 0;
            row[i] += (byte)(kind switch
            {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                4 => Paeth(left, above[i], corner),
                _ => throw new DataFormatException($"The PNG has a row with filter {kind}, which does not exist: the file is damaged, get it again."),
            });
        }
    }

    // The neighbour nearest to left + above − corner; ties prefer left, then above.
    private static int Paeth(int left, int above, int corner)
    {
        var (toLeft, toAbove, toCorner) = (Math.Abs(above - corner), Math.Abs(left - corner), Math.Abs(left + above - (2 * corner)));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
