namespace LiftedActors.Model.Kernels;

/// <summary>What one call of a tile kernel reads and writes: C (+)= A·B for a few rows and one panel.</summary>
internal unsafe struct TileOperands
{
    /// <summary>The summands of this call, k.</summary>
    public nint Depth;

    /// <summary>A at row 0, summand 0.</summary>
    public Real* Left;

    /// <summary>The distance from one row of A to the next within a tile.</summary>
    public nint LeftRowStride;

    /// <summary>The distance from one row of A to the next between two tiles: unlike <see cref="LeftRowStride"/> where A is packed.</summary>
    public nint LeftTileStride;

    /// <summary>The distance from one summand of A to the next.</summary>
    public nint LeftDepthStride;

    /// <summary>Whether A is packed: the rows of one tile lie side by side for every summand.</summary>
    public bool LeftIsPacked;

    /// <summary>B at summand 0, column 0 of the panel.</summary>
    public Real* Panel;

    /// <summary>The distance from one summand of B to the next; for a block, 0 where B is packed, each panel as wide as it is.</summary>
    public nint PanelStride;

    /// <summary>C at row 0, column 0 of the panel.</summary>
    public Real* Target;

    /// <summary>The distance from one row of C to the next.</summary>
    public nint TargetStride;

    /// <summary>Whether the product is added to C rather than stored.</summary>
    public bool Accumulate;

    /// <summary>What is added to every row of C after the product, at column 0 of the panel; null for nothing.</summary>
    public Real* Bias;

    /// <summary>A·B over all summands: the layout, without what it points to.</summary>
    public static TileOperands Of(Matrix a, nint panelStride, Matrix c) => new()
    {
        Depth = a.Columns,
        LeftRowStride = a.Columns,
        LeftTileStride = a.Columns,
        LeftDepthStride = 1,
        PanelStride = panelStride,
        TargetStride = c.Columns,
    };

    /// <summary>Aᵀ·B over all summands: the layout, without what it points to.</summary>
    public static TileOperands OfTransposed(Matrix a, nint panelStride, Matrix c) => new()
    {
        Depth = a.Rows,
        LeftRowStride = 1,
        LeftTileStride = 1,
        LeftDepthStride = a.Columns,
        PanelStride = panelStride,
        TargetStride = c.Columns,
    };
}
