using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Inversion;

/// <summary>What is asked of data before they are inverted.</summary>
public static class InversionData
{
    /// <summary>The step at which the proximal map of Ψ is as good as the projection onto its domain, which it tends to as the step tends to 0.</summary>
    private const double DomainStep = 1e-13;

    /// <summary>How the noise level is given where nobody says otherwise, as a clause.</summary>
    private const string Unit = "it is a norm over all values, not per value";

    /// <summary>The data must be finite and lie in the range of the activation, the closure of the domain of Ψ, where the misfit is finite.</summary>
    /// <param name="activation">Ψ.</param>
    /// <param name="data">f.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    /// <exception cref="DataOutOfRangeException">Values lie outside the range.</exception>
    public static void RequireInRange(ConvexPotential activation, ReadOnlySpan<Real> data)
    {
        var wide = new double[data.Length];
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = Real.IsFinite(data[i]) ? data[i] : throw new ArgumentException($"Entry {i} of the data is {data[i]}; give finite data.", nameof(data));
        }

        if (double.IsFinite(activation.Value<double>(wide)))
        {
            return;
        }

        Real[] nearest = [.. Projection(activation, wide).Select(value => (Real)value)];
        if (activation.IsSeparable)
        {
            // Values inside stay as they are.
            var entries = Enumerable.Range(0, wide.Length).Where(i => !double.IsFinite(activation.Value<double>([wide[i]]))).ToArray();
            nearest = [.. wide.Select((value, i) => entries.Contains(i) ? nearest[i] : (Real)value)];
            throw new DataOutOfRangeException(activation.ToString()!, data, [.. entries], [.. nearest]);
        }

        throw new DataOutOfRangeException(activation.ToString()!, data, [], [.. nearest]);
    }

    /// <summary>The nearest data in the closure of the domain of Ψ.</summary>
    internal static double[] Projection(ConvexPotential activation, ReadOnlySpan<double> data)
    {
        var projection = new double[data.Length];
        activation.ExactProx(data, DomainStep, projection);
        return projection;
    }

    /// <summary>The noise level must not be negative, and be below the norm of the data: otherwise zero data would do as well.</summary>
    /// <param name="noiseLevel">δ with B(f, A u† + b) ≤ δ².</param>
    /// <param name="data">f.</param>
    /// <param name="unit">How the caller's noise level is given, as a clause for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static void RequireNoiseLevel(double noiseLevel, ReadOnlySpan<Real> data, string unit = Unit)
    {
        if (!(noiseLevel >= 0 && double.IsFinite(noiseLevel)))
        {
            throw new ArgumentOutOfRangeException(nameof(noiseLevel), FormattableString.Invariant($"The noise level must be finite and not negative, which {noiseLevel} is not."));
        }

        var norm = Math.Sqrt(VectorKernels.SquaredNorm(data));
        if (noiseLevel >= norm)
        {
            throw new ArgumentOutOfRangeException(
                nameof(noiseLevel), FormattableString.Invariant($"The noise level {noiseLevel:g4} is not below the norm {norm:g4} of the data, so that they say nothing; check its unit: {unit}."));
        }
    }
}
