namespace LiftedActors.Model.Kernels;

/// <summary>Where one panel goes.</summary>
internal readonly unsafe struct Panel(Real* target, int depth, int width, int kept)
{
    /// <summary>The first value.</summary>
    public readonly Real* Target = target;

    /// <summary>The number of lines.</summary>
    public readonly int Depth = depth;

    /// <summary>The length of a line.</summary>
    public readonly int Width = width;

    /// <summary>The columns of B in a line; the rest is zero.</summary>
    public readonly int Kept = kept;
}
