using System.Numerics;
using System.Runtime.InteropServices;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>The triad a = b + s·c over arrays far larger than the caches: what the machine's memory gives.</summary>
/// <remarks>Three arrays are counted, as STREAM does; what the processor reads in order to write is not. Source: McCalpin, STREAM.</remarks>
internal sealed class Triad(int length)
{
    private readonly Real[] _a = new Real[length];
    private readonly Real[] _b = Ones(length);
    private readonly Real[] _c = Ones(length);

    /// <summary>The bytes that a run counts as moved.</summary>
    public double Bytes => 3.0 * sizeof(Real) * _a.Length;

    /// <summary>One run on the calling thread.</summary>
    public void Run() => Run(0, _a.Length);

    /// <summary>One run on several threads, a part each.</summary>
    public void Run(int threads) => Parallel.For(
        0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, part => Run((int)((long)_a.Length * part / threads), (int)((long)_a.Length * (part + 1) / threads)));

    private void Run(int first, int end)
    {
        var a = Vectors(_a, first, end);
        var b = Vectors(_b, first, end);
        var c = Vectors(_c, first, end);
        var scale = new Vector<Real>(3);
        for (var i = 0; i < a.Length; i++)
        {
            a[i] = b[i] + (scale * c[i]);
        }
    }

    private static Span<Vector<Real>> Vectors(Real[] values, int first, int end) => MemoryMarshal.Cast<Real, Vector<Real>>(values.AsSpan(first..end));

    private static Real[] Ones(int length)
    {
        var values = new Real[length];
        values.AsSpan().Fill(1);
        return values;
    }
}
