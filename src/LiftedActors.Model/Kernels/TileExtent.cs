namespace LiftedActors.Model.Kernels;

/// <summary>A number that the compiler knows: a tile kernel is compiled for every height and width, without dead accumulators.</summary>
internal interface ITileExtent
{
    /// <summary>Rows of a tile, or vectors in its width.</summary>
    static abstract int Count { get; }
}

/// <summary>1.</summary>
internal readonly struct One : ITileExtent
{
    /// <inheritdoc/>
    public static int Count => 1;
}

/// <summary>2.</summary>
internal readonly struct Two : ITileExtent
{
    /// <inheritdoc/>
    public static int Count => 2;
}

/// <summary>3.</summary>
internal readonly struct Three : ITileExtent
{
    /// <inheritdoc/>
    public static int Count => 3;
}

/// <summary>4.</summary>
internal readonly struct Four : ITileExtent
{
    /// <inheritdoc/>
    public static int Count => 4;
}

/// <summary>5.</summary>
internal readonly struct Five : ITileExtent
{
    /// <inheritdoc/>
    public static int Count => 5;
}

/// <summary>6.</summary>
internal readonly struct Six : ITileExtent
{
    /// <inheritdoc/>
    public static int Count => 6;
}

/// <summary>8.</summary>
internal readonly struct Eight : ITileExtent
{
    /// <inheritdoc/>
    public static int Count => 8;
}

/// <summary>12.</summary>
internal readonly struct Twelve : ITileExtent
{
    /// <inheritdoc/>
    public static int Count => 12;
}
