using LiftedActors.Model.Kernels;
using LiftedActors.Model.Regularisers;

namespace LiftedActors.Model.Inversion;

/// <summary>
/// Proximal gradient descent on ½|N(u) − f|² + αJ(u) with gradients by back-propagation and a step that is halved until the descent inequality holds: the baseline with the same
/// regulariser as lifted inversion. Not convex for a network with activations.
/// </summary>
/// <remarks>
/// u⁺ = prox_{gαJ}(u − g∇h), h = ½|N(u) − f|², kept where h(u⁺) ≤ h(u) + ⟨∇h, u⁺ − u⟩ + |u⁺ − u|²/(2g), so that the objective does not rise (but for the gap of an iterated proximal map, a twentieth of the last |u⁺ − u|²/(2g)). Source: Beck and Teboulle (2009).
/// </remarks>
public sealed class BackpropagatedDescent : InversionIteration
{
    private const int MostHalvings = 60;
    private const double Growth = 1.5;
    private const double InnerShare = 0.05;

    private readonly NetworkResponse _network;
    private readonly Regulariser _weighted;
    private readonly RegulariserWorkspace _workspace;
    private readonly Real[] _data;
    private readonly Real[] _residual;
    private readonly Real[] _gradient;
    private readonly Real[] _point;
    private readonly Real[] _candidate;
    private double _step;
    private double _squaredMove;

    /// <summary>Creates the iteration at u = 0.</summary>
    /// <param name="network">N.</param>
    /// <param name="data">f.</param>
    /// <param name="regulariser">J.</param>
    /// <param name="weight">α ≥ 0.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, the data are not finite, or the weight is negative.</exception>
    public BackpropagatedDescent(NetworkResponse network, ReadOnlySpan<Real> data, Regulariser regulariser, double weight)
        : base(network.Inputs)
    {
        Landweber.RequireData(network, data);
        if (regulariser.Size != network.Inputs)
        {
            throw new ArgumentException($"The network takes {network.Inputs} values, but the regulariser acts on {regulariser.Size}.", nameof(regulariser));
        }

        (_network, _weighted, _data, _residual) = (network, weight * regulariser, data.ToArray(), new Real[data.Length]);
        (_workspace, _gradient) = (_weighted.CreateWorkspace(), new Real[network.Inputs]);
        (_point, _candidate) = (new Real[network.Inputs], new Real[network.Inputs]);
        Restart();
    }

    /// <summary>½|N(u) − f|² + αJ(u).</summary>
    public override InversionReport Report()
    {
        var misfit = 0.5 * Residual(Point);
        return new InversionReport(Iteration, misfit + _weighted.Value(Point, _workspace), misfit, double.PositiveInfinity);
    }

    private protected override void Restart()
    {
        _network.Evaluate(Point);
        var norm = _network.SquaredDerivativeNorm();
        _step = norm > 0 ? 1 / norm : 1;
        _squaredMove = _step;
    }

    private protected override void Advance()
    {
        var misfit = 0.5 * Residual(Point);
        _network.PullBack(_residual, _gradient);
        for (var halving = 0; halving < MostHalvings; halving++)
        {
            VectorKernels.Combine(Point, (Real)(-_step), _gradient, _point);
            _weighted.Prox(_point, _step, InnerShare * _squaredMove / (2 * _step), _candidate, _workspace);
            var first = VectorKernels.Dot(_gradient, _candidate) - VectorKernels.Dot(_gradient, Point);
            var squaredMove = VectorKernels.SquaredDistance(_candidate, Point);
            if (0.5 * Residual(_candidate) <= misfit + first + (squaredMove / (2 * _step)))
            {
                _squaredMove = squaredMove;
                _candidate.CopyTo(Point, 0);
                _step *= Growth;
                return;
            }

            _step /= 2;
        }
    }

    private double Residual(Real[] u) => VectorKernels.Difference(_network.Evaluate(u), _data, 1, _residual);
}
