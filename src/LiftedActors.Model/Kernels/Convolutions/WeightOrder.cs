namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>Which weight stands in each row and column of a factor: the one at Rows[r] + Columns[k] of the flat matrix of filters.</summary>
/// <param name="Rows">What each row adds.</param>
/// <param name="Columns">What each column adds.</param>
internal sealed record WeightOrder(int[] Rows, int[] Columns)
{
    /// <summary>w[f, (c, i, j)]: a row for every filter.</summary>
    public static WeightOrder Filters(ConvolutionGeometry geometry) =>
        new(Table(geometry.Filters, f => f * geometry.Patch), Table(geometry.Patch, entry => entry));

    /// <summary>w[(f, i, j), c]: a row for every tap of every filter.</summary>
    public static WeightOrder FilterTaps(ConvolutionGeometry geometry)
    {
        int taps = geometry.Window.Taps;
        return new(
            Table(geometry.Filters * taps, row => row / taps * geometry.Patch + row % taps),
            Table(geometry.Input.Channels, c => c * taps));
    }

    /// <summary>w[c, (f, −i, −j)]: a row for every channel, the kernels turned by half a circle.</summary>
    public static WeightOrder Channels(ConvolutionGeometry geometry)
    {
        int taps = geometry.Window.Taps;
        return new(
            Table(geometry.Input.Channels, c => c * taps),
            Table(geometry.Filters * taps, entry => entry / taps * geometry.Patch + taps - 1 - entry % taps));
    }

    /// <summary>w[(c, i, j), f]: a row for every entry of a patch.</summary>
    public static WeightOrder Patches(ConvolutionGeometry geometry) =>
        new(Table(geometry.Patch, entry => entry), Table(geometry.Filters, f => f * geometry.Patch));

    /// <summary>The memory of the tables.</summary>
    public Footprint Footprint(string part) => Kernels.Footprint.OfArray<int>(part, Rows.Length) + Kernels.Footprint.OfArray<int>(part, Columns.Length);

    private static int[] Table(int length, Func<int, int> value)
    {
        var table = new int[length];
        for (int i = 0; i < length; i++)
        {
            table[i] = value(i);
        }

        return table;
    }
}
