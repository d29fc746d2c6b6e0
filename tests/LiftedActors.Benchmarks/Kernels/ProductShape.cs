namespace LiftedActors.Benchmarks.Kernels;

/// <summary>C is <paramref name="M"/> × <paramref name="N"/>, the sum over <paramref name="K"/> summands.</summary>
public sealed record ProductShape(int M, int N, int K)
{
    /// <summary>Multiplications and additions of one product.</summary>
    public double Operations => 2.0 * M * N * K;

    /// <inheritdoc/>
    public override string ToString() => $"{M}x{N}x{K}";
}
