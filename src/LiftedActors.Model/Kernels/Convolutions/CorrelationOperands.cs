namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>What one call of a correlation kernel reads: four planes and three shifted planes, over some rows of positions.</summary>
internal unsafe struct CorrelationOperands
{
    /// <summary>The planes.</summary>
    public Real* Left0, Left1, Left2, Left3;

    /// <summary>The shifted planes.</summary>
    public Real* Right0, Right1, Right2;

    /// <summary>The distance from one row of a plane to the next.</summary>
    public nint LeftPitch;

    /// <summary>The distance from one row of a shifted plane to the next.</summary>
    public nint RightPitch;

    /// <summary>The rows of positions.</summary>
    public nint Rows;

    /// <summary>The positions in a row; at least one vector.</summary>
    public nint Columns;

    /// <summary>One vector of zeros, then one of ones: from the right place on, a mask of the last positions.</summary>
    public Real* Masks;
}
