using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Inversion;

/// <summary>
/// The Landweber iteration u⁺ = u − τN′(u)ᵀ(N(u) − f), τ ≤ 1/|N′(u)|², stopped where |N(u) − f| ≤ 1.1 δ: the classical baseline. It needs derivatives of the activations, and makes no
/// use of what is known of u.
/// </summary>
/// <remarks>
/// |N′(u)|² is estimated anew now and then; a step that makes the residual larger halves τ until the next estimate. Where the derivative vanishes, as for a dead rectifier, it stands still.
/// Source: Hanke, Neubauer and Scherzer (1995).
/// </remarks>
public sealed class Landweber : InversionIteration
{
    /// <summary>The factor of δ at which it is stopped.</summary>
    public const double DefaultFactor = 1.1;

    private const int IterationsPerNorm = 20;

    private readonly NetworkResponse _network;
    private readonly Real[] _data;
    private readonly Real[] _residual;
    private readonly Real[] _gradient;
    private double _step;
    private double _squaredResidual;

    /// <summary>Creates the iteration at u = 0.</summary>
    /// <param name="network">N.</param>
    /// <param name="data">f.</param>
    /// <exception cref="ArgumentException">The data are not as many as the outputs, or not finite.</exception>
    public Landweber(NetworkResponse network, ReadOnlySpan<Real> data)
        : base(network.Inputs)
    {
        RequireData(network, data);
        (_network, _data, _residual, _gradient) = (network, data.ToArray(), new Real[data.Length], new Real[network.Inputs]);
        Restart();
    }

    /// <summary>The condition to stop at: |N(u) − f| ≤ factor δ.</summary>
    /// <param name="noiseLevel">δ, a norm over all values.</param>
    /// <param name="factor">The factor.</param>
    public Predicate<InversionReport> Discrepancy(double noiseLevel, double factor = DefaultFactor)
    {
        InversionData.RequireNoiseLevel(noiseLevel, _data);
        return report => Math.Sqrt(2 * report.Misfit) <= factor * noiseLevel;
    }

    /// <summary>½|N(u) − f|².</summary>
    public override InversionReport Report()
    {
        var misfit = 0.5 * Residual();
        return new InversionReport(Iteration, misfit, misfit, double.PositiveInfinity);
    }

    internal static void RequireData(NetworkResponse network, ReadOnlySpan<Real> data)
    {
        if (data.Length != network.Outputs)
        {
            throw new ArgumentException($"The network gives {network.Outputs} values, but the data are {data.Length}; give one per output.", nameof(data));
        }

        foreach (var value in data)
        {
            if (!Real.IsFinite(value))
            {
                throw new ArgumentException($"The data hold the value {value}; give finite data.", nameof(data));
            }
        }
    }

    private protected override void Restart() => _squaredResidual = double.PositiveInfinity;

    private protected override void Advance()
    {
        var squared = Residual();
        if (Iteration % IterationsPerNorm == 0)
        {
            var norm = _network.SquaredDerivativeNorm();
            _step = norm > 0 ? 1 / norm : 0;
        }
        else if (squared > _squaredResidual)
        {
            _step /= 2;
        }

        _squaredResidual = squared;
        _network.PullBack(_residual, _gradient);
        VectorKernels.Combine(Point, (Real)(-_step), _gradient, Point);
    }

    private double Residual() => VectorKernels.Difference(_network.Evaluate(Point), _data, 1, _residual);
}
