using LiftedActors.Model.Devices;

namespace LiftedActors.Model.Updates;

/// <summary>
/// The optimality condition of a block's problem, linearised at the point of the last <see cref="BlockProblem.Linearise"/>: (M + K D) w = b with K = ∇²f and D
/// symmetric positive semidefinite and M &gt; 0, so that M + K D is self-adjoint in the inner product ⟨·, D·⟩.
/// </summary>
/// <remarks>
/// For a smooth h D = I, M = ∇²h and w is the step; for h = μ(½|·|² + P) D is an element of the generalised derivative of prox_P. Source: docs/mathematics.md §5.1.
/// </remarks>
public abstract class NewtonSystem
{
    /// <summary>What is added to M where it may vanish.</summary>
    public double Shift { get; set; }

    /// <summary>right = b.</summary>
    public abstract void Begin(DeviceMatrix right);

    /// <summary>Solves the system at once where that is possible: solution = w.</summary>
    /// <returns>Whether it was; nothing is written otherwise.</returns>
    public virtual bool TrySolve(DeviceMatrix right, DeviceMatrix solution) => false;

    /// <summary>image = D v.</summary>
    public abstract void Weigh(DeviceMatrix v, DeviceMatrix image);

    /// <summary>result = M v + K image, where image = D v.</summary>
    public abstract void Apply(DeviceMatrix v, DeviceMatrix image, DeviceMatrix result);

    /// <summary>next = the Newton point, in the domain of h.</summary>
    public abstract void End(DeviceMatrix solution, DeviceMatrix next);
}
