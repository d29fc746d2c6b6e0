namespace LiftedActors.Model.Imaging;

/// <summary>
/// Windows of one width that cover an axis and overlap, with smooth weights that add up to one at every place:
/// w_k(x) = b(x − p_k) / Σ_j b(x − p_j), b(t) = sin²(π(t + ½)/width) inside a window and 0 outside.
/// </summary>
/// <remarks>What is restored window by window is joined by them without seams; products of two axes add up to one on the plane.</remarks>
public sealed class PartitionOfUnity
{
    private readonly double[][] _weights;

    /// <summary>Covers an axis with as few windows as leave no two neighbours further apart than a step, evenly spaced from its first place to its last.</summary>
    /// <param name="length">The places of the axis.</param>
    /// <param name="width">The places of a window, at most as many.</param>
    /// <param name="step">The most places from one window to the next, from 1 to <paramref name="width"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public PartitionOfUnity(int length, int width, int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(step, width);
        var gaps = (length - width + step - 1) / step;
        Starts = [.. Enumerable.Range(0, gaps + 1).Select(k => gaps == 0 ? 0 : (int)((long)k * (length - width) / gaps))];
        var bump = Enumerable.Range(0, width).Select(t => Math.Pow(Math.Sin(Math.PI * (t + 0.5) / width), 2)).ToArray();
        var sums = new double[length];
        foreach (var start in Starts)
        {
            for (var t = 0; t < width; t++)
            {
                sums[start + t] += bump[t];
            }
        }

        _weights = [.. Starts.Select(start => bump.Select((value, t) => value / sums[start + t]).ToArray())];
    }

    /// <summary>The first place of every window, in order.</summary>
    public IReadOnlyList<int> Starts { get; }

    /// <summary>The weights of a window, place after place; all positive.</summary>
    /// <param name="window">The number of the window.</param>
    public ReadOnlySpan<double> Weights(int window) => _weights[window];
}
