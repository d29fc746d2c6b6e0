namespace LiftedActors.Model.Kernels;

/// <summary>How the rows of a product are cut into tiles.</summary>
internal static class TileHeight
{
    /// <summary>The height of the next tile when <paramref name="rows"/> ≥ 1 are left.</summary>
    /// <remarks>The last two are about equal, since a low tile has too few accumulators to keep the multipliers busy.</remarks>
    public static int Next(int rows, int tallest)
    {
        if (rows >= 2 * tallest)
        {
            return tallest;
        }

        int height = rows <= tallest ? rows : (rows + 1) / 2;
        return height switch
        {
            <= 6 or 8 or 12 => height,
            7 when rows > 8 => 8,
            > 8 when rows > 12 => 12,
            _ => (height + 1) / 2,
        };
    }
}
