using LiftedActors.Model.Blocks;
using LiftedActors.Model.Devices;

namespace LiftedActors.Model.Updates;

/// <summary>
/// The inertial prox-linear step of iPiano: v⁺ = prox_{gh}(v − g∇f(v) + β(v − v₋)) with g = (1 − β)/L, where L is estimated.
/// </summary>
/// <remarks>
/// With g &lt; 2(1 − β)/L the function F + δ|v − v₋|² falls. Where steps are settled, more is asked: a step after which F is higher is taken back, its
/// momentum forgotten, and replaced by a prox-linear one, so that F itself falls. Source: Ochs, Chen, Brox and Pock 2014; docs/mathematics.md §5.1.
/// </remarks>
public sealed record HeavyBall : BlockUpdate
{
    /// <summary>Creates the update.</summary>
    /// <param name="momentum">β in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The momentum is out of its range.</exception>
    public HeavyBall(double momentum = 0.7)
    {
        if (!(momentum >= 0 && momentum < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(momentum), $"The momentum must be at least 0 and below 1, which {momentum} is not.");
        }

        Momentum = momentum;
    }

    /// <summary>β.</summary>
    public double Momentum { get; }

    /// <inheritdoc/>
    public override UpdateGuarantee Guarantee => UpdateGuarantee.DescentOnFullBatch;

    /// <inheritdoc/>
    public override int Moments => 1;

    /// <inheritdoc/>
    public override bool NeedsLipschitz => true;

    /// <inheritdoc/>
    public override bool Moves(BlockKind kind) => true;

    /// <inheritdoc/>
    public override double Step(BlockProblem problem, UpdateMemory memory)
    {
        if (problem.Lipschitz == 0)
        {
            // f is linear, as where no layer above pulls: one step goes to the minimiser.
            problem.Device.Copy(problem.Current, memory.Moments[0]);
            return problem.ProximalGradient(double.PositiveInfinity);
        }

        // The moment holds v₋ from the second step on; the gradient step starts at v + β(v − v₋).
        var (device, before, step) = (problem.Device, memory.Moments[0], (1 - Momentum) / problem.Lipschitz);
        device.Descend(problem.Gradient, problem.Current, step, problem.Next);
        if (memory.Steps++ > 0)
        {
            var all = Portion.All(problem.Next);
            device.Combine(problem.Next, (Real)Momentum, problem.Current, problem.Next, all);
            device.Combine(problem.Next, (Real)(-Momentum), before, problem.Next, all);
        }

        device.Copy(problem.Current, before);
        if (!problem.IsSmooth)
        {
            problem.Prox(step);
        }

        return problem.SquaredMove();
    }
}
