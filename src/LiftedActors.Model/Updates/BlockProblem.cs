using LiftedActors.Model.Devices;

namespace LiftedActors.Model.Updates;

/// <summary>
/// What one block has to do while the others rest: minimise f(v) + h(v), f smooth with a Lipschitz gradient that is known at the
/// current point, h proximable. An update sees nothing else, so that it serves every block of every formulation.
/// </summary>
public abstract class BlockProblem
{
    /// <summary>The Lipschitz constant L of ∇f, estimated (power iteration with a margin).</summary>
    public double Lipschitz { get; protected set; }

    /// <summary>A bound that L never exceeds; coarser.</summary>
    public double CertifiedLipschitz { get; protected set; }

    /// <summary>The factor on the rate of an update that has one.</summary>
    public double RateFactor { get; set; } = 1;

    /// <summary>The modulus m of strong convexity of h.</summary>
    public abstract double StrongConvexity { get; }

    /// <summary>Where the block's values lie; an update does its arithmetic there.</summary>
    public virtual ComputeDevice Device => ComputeDevice.Host;

    /// <summary>By how much the last proximal step may be above its minimum; 0 where the prox is exact.</summary>
    public virtual double Inexactness => 0;

    /// <summary>Whether h = 0, so that its prox is the identity.</summary>
    public virtual bool IsSmooth => false;

    /// <summary>The current point.</summary>
    public abstract DeviceMatrix Current { get; }

    /// <summary>Where the update writes the new point.</summary>
    public abstract DeviceMatrix Next { get; }

    /// <summary>∇f(current) as the sum of at least one matrix with its weight, for the pass of an update that forms it on the way.</summary>
    public abstract IReadOnlyList<WeightedMatrix> Gradient { get; }

    /// <summary>next = prox_{gh}(next).</summary>
    /// <param name="step">The finite step g &gt; 0.</param>
    public abstract void Prox(double step);

    /// <summary>next = prox_{gh}(current − g∇f(current)); for g = ∞ the minimiser of ⟨∇f(current), v⟩ + h(v).</summary>
    /// <param name="step">The step g in (0, ∞].</param>
    /// <returns>|next − current|².</returns>
    /// <exception cref="InvalidOperationException">g = ∞ and h is not strongly convex: there is no minimiser.</exception>
    public abstract double ProximalGradient(double step);

    /// <summary>Buffers of the block's size for an update that evaluates.</summary>
    public virtual IReadOnlyList<DeviceMatrix> Workspace => [];

    /// <summary>f + h at a point, up to a constant that is the same for all points.</summary>
    /// <exception cref="InvalidOperationException">The problem was posed for a step along a given gradient.</exception>
    public virtual double Value(DeviceMatrix point) => throw new InvalidOperationException("This problem knows the gradient at one point only.");

    /// <summary>The linearised optimality condition at the current point, for an update that asks for it; null where the problem has none.</summary>
    public virtual NewtonSystem? Newton => null;

    /// <summary>Makes a point the current one, with ∇f there, and returns <see cref="Value"/>.</summary>
    /// <exception cref="InvalidOperationException">The problem was posed for a step along a given gradient.</exception>
    public virtual double Linearise(DeviceMatrix point) => throw new InvalidOperationException("This problem knows the gradient at one point only.");

    /// <summary>Takes another place for the next point.</summary>
    /// <param name="next">Another matrix than the current point.</param>
    /// <exception cref="InvalidOperationException">The problem was posed for a step along a given gradient.</exception>
    public virtual void Retarget(DeviceMatrix next) => throw new InvalidOperationException("This problem writes the next point to one place only.");

    /// <summary>What <see cref="ProximalGradient"/> asks of the device, where that is one pass; null where it is more.</summary>
    /// <param name="step">The step g in (0, ∞].</param>
    internal virtual ProximalPass? Pass(double step) => null;

    /// <summary>next = the point where the block's own penalty vanishes.</summary>
    /// <exception cref="InvalidOperationException">The block has no own penalty.</exception>
    public abstract void Feasible();

    /// <summary>|next − current|², for an update that did not measure its move on the way.</summary>
    public double SquaredMove() => Device.SquaredDistance(Next, Current);
}
