namespace LiftedActors.Model.Kernels.Native;

/// <summary>A row-major factor of a product as a native library takes it.</summary>
internal readonly unsafe struct NativeFactor(Real* values, int stride, bool isTransposed)
{
    /// <summary>The first value.</summary>
    public readonly Real* Values = values;

    /// <summary>The distance from one stored row to the next.</summary>
    public readonly int Stride = stride;

    /// <summary>Whether the factor is the transpose of what is stored.</summary>
    public readonly bool IsTransposed = isTransposed;
}
