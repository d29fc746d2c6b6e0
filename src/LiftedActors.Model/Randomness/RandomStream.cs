namespace LiftedActors.Model.Randomness;

/// <summary>A stream of random numbers that is a function of its key (seed, purpose, a, b) alone: nothing about it need be saved.</summary>
/// <remarks>
/// <para>Ask for the stream by name where it is used, for instance <c>new RandomStream(seed, "shuffle", epoch, shard)</c>; the order in which
/// streams are made or drawn from cannot matter. Streams of one seed and purpose with different (a, b) are disjoint parts of one
/// Philox cycle; other keys are independent up to a hash of 64 bits.</para>
/// <para>Every number, Gaussian ones too, has the same bits on every machine: only integer and exactly rounded arithmetic is used.</para>
/// <para>A mutable value that allocates nothing: keep it in a local variable and hand it on by reference, a copy repeats its numbers.</para>
/// </remarks>
public struct RandomStream
{
    private readonly ulong _key;
    private readonly ulong _lane;
    private ulong _block;
    private ulong _spareBits;
    private double _spareGaussian;
    private bool _hasSpareBits;
    private bool _hasSpareGaussian;

    /// <summary>The stream of a key, at its beginning.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="purpose">What the numbers are for, such as "noise" or "shuffle".</param>
    /// <param name="a">First index, such as the epoch or the sample.</param>
    /// <param name="b">Second index, such as the shard or the layer.</param>
    public RandomStream(long seed, string purpose, int a = 0, int b = 0)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        _key = Mix(unchecked((ulong)seed) + Mix(HashOf(purpose)));
        _lane = ((ulong)(uint)b << 32) | (uint)a;
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        if (_hasSpareBits)
        {
            _hasSpareBits = false;
            return _spareBits;
        }

        (var first, _spareBits) = Philox.Block(_block++, _lane, _key);
        _hasSpareBits = true;
        return first;
    }

    /// <summary>A multiple of 2⁻⁵³, uniform on [0, 1).</summary>
    public double Uniform() => (NextBits() >> 11) * (1.0 / (1L << 53));

    /// <summary>A number uniform on [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double Uniform(double low, double high) => low + ((high - low) * Uniform());

    /// <summary>A standard normal number, √(−2 ln u) cos 2πv and then √(−2 ln u) sin 2πv.</summary>
    /// <remarks>Source: Box and Muller, A note on the generation of random normal deviates, 1958.</remarks>
    public double Gaussian()
    {
        if (_hasSpareGaussian)
        {
            _hasSpareGaussian = false;
            return _spareGaussian;
        }

        // 1 − u lies in (0, 1], so that the logarithm is finite.
        var radius = Math.Sqrt(-2 * PortableFunctions.Log(1 - Uniform()));
        var (sine, cosine) = PortableFunctions.SineCosineOfTurn(Uniform());
        _spareGaussian = radius * sine;
        _hasSpareGaussian = true;
        return radius * cosine;
    }

    /// <summary>Overwrites <paramref name="target"/> with independent normal numbers of mean 0 and standard deviation <paramref name="deviation"/>.</summary>
    public void FillGaussian(Span<Real> target, double deviation)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = (Real)(deviation * Gaussian());
        }
    }

    /// <summary>An integer uniform on 0 … <paramref name="bound"/> − 1, without bias.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is not positive.</exception>
    /// <remarks>Source: Lemire, Fast random integer generation in an interval, 2019, Algorithm 5 (a product and a rare rejection).</remarks>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var range = (ulong)bound;
        var high = Math.BigMul(NextBits(), range, out var low);
        if (low < range)
        {
            var threshold = unchecked(0UL - range) % range;
            while (low < threshold)
            {
                high = Math.BigMul(NextBits(), range, out low);
            }
        }

        return (int)high;
    }

    /// <summary>Permutes the values in place, every order equally likely.</summary>
    /// <remarks>Source: Durstenfeld, Algorithm 235: random permutation, 1964 (Fisher–Yates).</remarks>
    public void Shuffle(Span<int> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    // FNV-1a over the UTF-16 code units; the string's own hash differs from process to process.
    private static ulong HashOf(string purpose)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var unit in purpose)
        {
            hash = unchecked((hash ^ unit) * 0x100000001B3UL);
        }

        return hash;
    }

    // The finaliser of SplitMix64 (Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014): a bijection.
    private static ulong Mix(ulong x)
    {
        unchecked
        {
            x += 0x9E3779B97F4A7C15UL;
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
            return x ^ (x >> 31);
        }
    }
}
