using System.Globalization;

namespace LiftedActors.Benchmarks.Kernels;

/// <summary>C is <paramref name="M"/> × <paramref name="N"/>, the sum over <paramref name="K"/> summands.</summary>
public sealed record ProductShape(int M, int N, int K)
{
    /// <summary>Multiplications and additions of one product.</summary>
    public double Operations => 2.0 * M * N * K;

    /// <summary>Reads M, N and K, written MxNxK.</summary>
    public static ProductShape Parse(string text)
    {
        int[] sizes = [.. text.Split('x').Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        return new ProductShape(sizes[0], sizes[1], sizes[2]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{M}x{N}x{K}";
}
