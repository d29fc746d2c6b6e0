namespace LiftedActors.Model.Kernels;

/// <summary>What one call of a tile kernel reads and writes: C (+)= A·B for a few rows and one panel.</summary>
internal unsafe struct TileOperands
{
    /// <summary>The summands of this call, k.</summary>
    public nint Depth;

    /// <summary>A at row 0, summand 0.</summary>
    public Real* Left;

    /// <summary>The distance from one row of A to the next.</summary>
    public nint LeftRowStride;

    /// <summary>The distance from one summand of A to the next.</summary>
    public nint LeftDepthStride;

    /// <summary>B: depth × panel width, contiguous.</summary>
    public Real* Panel;

    /// <summary>C at row 0, column 0 of the panel.</summary>
    public Real* Target;

    /// <summary>The distance from one row of C to the next.</summary>
    public nint TargetStride;

    /// <summary>Whether the product is added to C rather than stored.</summary>
    public bool Accumulate;
}
