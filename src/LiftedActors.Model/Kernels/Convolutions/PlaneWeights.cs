namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>Weights as the plane kernels read them: for every tile of rows, its weights side by side for every summand.</summary>
internal sealed unsafe class PlaneWeights
{
    private readonly WeightOrder _order;
    private readonly Real[] _values;

    /// <summary>Room for the weights in one order.</summary>
    public PlaneWeights(WeightOrder order)
    {
        _order = order;
        _values = new Real[order.Rows.Length * order.Columns.Length];
    }

    /// <summary>The planes of the product.</summary>
    public int Rows => _order.Rows.Length;

    /// <summary>The summands.</summary>
    public int Depth => _order.Columns.Length;

    /// <summary>The weights of row r of a tile that begins there lie from r · <see cref="Depth"/> on.</summary>
    public ReadOnlySpan<Real> Values => _values;

    /// <summary>The memory of the weights and of the tables of their order.</summary>
    public static Footprint Footprint(string part, WeightOrder order) =>
        Kernels.Footprint.OfArray<Real>(part, (long)order.Rows.Length * order.Columns.Length) + order.Footprint(part);

    /// <summary>The rows of the next tile when <paramref name="rows"/> are left.</summary>
    public static int TileHeight(int rows) => Kernels.TileHeight.Next(rows, PlaneKernel.TallestTile);

    /// <summary>Takes over the weights of all filters.</summary>
    public void Pack(ReadOnlySpan<Real> weights)
    {
        int place = 0;
        for (int first = 0, height; first < Rows; first += height)
        {
            height = TileHeight(Rows - first);
            ReadOnlySpan<int> rows = _order.Rows.AsSpan(first, height);
            foreach (int column in _order.Columns)
            {
                foreach (int row in rows)
                {
                    _values[place++] = weights[row + column];
                }
            }
        }
    }
}
