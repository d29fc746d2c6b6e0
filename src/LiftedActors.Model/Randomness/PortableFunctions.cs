namespace LiftedActors.Model.Randomness;

/// <summary>Exponential, logarithm, sine and cosine from the correctly rounded operations alone, so that their bits are the same on every machine.</summary>
/// <remarks>
/// <see cref="Math.Log(double)"/> and <see cref="Math.Cos(double)"/> call the platform's library, whose last bit differs between
/// systems and versions; a noise realisation must not. Addition, product, quotient and square root are exactly rounded
/// (IEEE 754-2019 §5.4) and the runtime never contracts them. The error is a few units in the last place, for the exponential up to |x| of them.
/// </remarks>
internal static class PortableFunctions
{
    private const int SeriesTerms = 11;
    private const double Ln2 = 0.6931471805599453;

    /// <summary>eˣ for x ≤ 0, by x = n ln 2 + r with |r| ≤ ½ ln 2 and the Taylor series of eʳ; 0 below −700.</summary>
    public static double ExpOfNegative(double x)
    {
        if (x < -700)
        {
            return 0;
        }

        var n = (int)((x / Ln2) - 0.5);
        var r = x - (n * Ln2);
        var series = 1.0;
        for (var k = 16; k >= 1; k--)
        {
            series = 1 + (r / k * series);
        }

        return series * BitConverter.Int64BitsToDouble((long)(n + 1023) << 52);
    }

    /// <summary>ln x for a positive normal number, by x = m 2^e with m in [√½, √2) and ln m = 2 artanh((m − 1)/(m + 1)).</summary>
    public static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }

        var s = (mantissa - 1) / (mantissa + 1);
        var square = s * s;
        var series = 0.0;
        for (var k = SeriesTerms; k >= 0; k--)
        {
            series = (series * square) + (1.0 / ((2 * k) + 1));
        }

        return (exponent * Ln2) + (2 * s * series);
    }

    /// <summary>(sin 2πu, cos 2πu) for u in [0, 1), reduced exactly to |2πt| ≤ π/4 and summed as Taylor series.</summary>
    public static (double Sine, double Cosine) SineCosineOfTurn(double u)
    {
        var quarter = (int)((4 * u) + 0.5);
        var angle = 2 * Math.PI * (u - (0.25 * quarter));
        var square = angle * angle;
        var (sine, cosine) = (1.0, 1.0);
        for (var k = 9; k >= 1; k--)
        {
            sine = 1 - (square / (2 * k * ((2 * k) + 1)) * sine);
            cosine = 1 - (square / ((2 * k) * ((2 * k) - 1)) * cosine);
        }

        sine *= angle;
        return (quarter & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }
}
