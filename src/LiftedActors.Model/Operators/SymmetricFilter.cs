using System.Buffers;

namespace LiftedActors.Model.Operators;

/// <summary>One-dimensional convolution of a line of fixed length with a symmetric kernel of odd size, under an edge rule.</summary>
/// <remarks>
/// <para>(T x)_i = Σ_{|j| ≤ r} k_j x̃_{i+j}, with x̃ the line continued by the edge rule.</para>
/// <para>T is symmetric for each of the three rules: T_{ij} = Σ k_{j' − i} over the positions j' that the rule reads from j. For zeros
/// that is k_{j−i}; for the circle Σ_m k_{j−i+mn}; for the reflection Σ_m (k_{j−i+2mn} + k_{j+i+1+2mn}), each symmetric in i and j as k is even.</para>
/// <para>Cost: length × kernel size multiplications. Sums are in double.</para>
/// </remarks>
internal sealed class SymmetricFilter
{
    private readonly double[] _kernel;
    private readonly int[] _sources;
    private readonly int _length;

    public SymmetricFilter(double[] kernel, int length, Edges edges)
    {
        _kernel = kernel;
        _length = length;
        var radius = kernel.Length / 2;
        _sources = new int[length + (2 * radius)];
        for (var i = 0; i < _sources.Length; i++)
        {
            _sources[i] = Source(i - radius, length, edges);
        }

        for (var i = 0; i < length; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < kernel.Length; j++)
            {
                sum += _sources[i + j] < 0 ? 0 : Math.Abs(kernel[j]);
            }

            NormBound = Math.Max(NormBound, sum);
        }
    }

    /// <summary>max_i Σ_j |T_ij|: for a symmetric matrix ‖T‖₂ ≤ √(‖T‖₁ ‖T‖_∞) = ‖T‖_∞.</summary>
    public double NormBound { get; }

    /// <summary>Filters a line with a stride of <paramref name="stride"/> in place.</summary>
    public void Apply(Span<double> line, int stride)
    {
        var rented = ArrayPool<double>.Shared.Rent(_sources.Length);
        for (var i = 0; i < _sources.Length; i++)
        {
            rented[i] = _sources[i] < 0 ? 0 : line[_sources[i] * stride];
        }

        for (var i = 0; i < _length; i++)
        {
            var window = rented.AsSpan(i, _kernel.Length);
            var sum = 0.0;
            for (var j = 0; j < window.Length; j++)
            {
                sum += _kernel[j] * window[j];
            }

            line[i * stride] = sum;
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    // Where position i of the continued line is read from; −1 is a zero.
    private static int Source(int i, int length, Edges edges)
    {
        switch (edges)
        {
            case Edges.Zero:
                return i >= 0 && i < length ? i : -1;
            case Edges.Circular:
                return Modulo(i, length);
            case Edges.Reflect:
                var folded = Modulo(i, 2 * length);
                return folded < length ? folded : (2 * length) - 1 - folded;
            default:
                throw new ArgumentOutOfRangeException(nameof(edges), edges, "An edge rule is zero, reflect or circular.");
        }
    }

    private static int Modulo(int i, int n) => ((i % n) + n) % n;
}
