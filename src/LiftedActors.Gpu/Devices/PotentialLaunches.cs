using LiftedActors.Gpu.Kernels;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Gpu.Devices;

/// <summary>The passes of one potential, compiled for one accelerator.</summary>
internal abstract class PotentialLaunches
{
    /// <summary>Whether there are kernels for a potential: for those of a scalar law, and for softmax.</summary>
    public static bool Exist(ConvexPotential potential) =>
        potential is Softmax || (potential.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Separable<>));

    /// <summary>Compiles the passes of a potential: those of its scalar law, or those of softmax.</summary>
    /// <exception cref="NotSupportedException">The potential is neither.</exception>
    public static PotentialLaunches For(ConvexPotential potential, Launches launches)
    {
        if (potential is Softmax)
        {
            return new SoftmaxLaunches(launches);
        }

        return Exist(potential)
            ? (PotentialLaunches)Activator.CreateInstance(typeof(LawLaunches<>).MakeGenericType(potential.GetType().GetGenericArguments()), potential, launches)!
            : throw new NotSupportedException($"The GPU device has no kernels for the activation {potential}; train it with --device cpu.");
    }

    /// <summary>result = prox_{sΨ}(weight v).</summary>
    public abstract void Prox(AcceleratorMatrix v, Real weight, Real step, AcceleratorMatrix result);

    /// <summary>result = prox_{sΨ}(w₁z + w₂x + w₃f).</summary>
    public abstract void ProximalGradient(PointViews point, StepWeights weights, AcceleratorMatrix result);

    /// <summary>As <see cref="ProximalGradient"/>; returns Σ (result − z)².</summary>
    public abstract double MeasuredProximalGradient(PointViews point, StepWeights weights, AcceleratorMatrix result);

    /// <summary>e = ∇ₓ(μC); returns Σ C without its weight.</summary>
    /// <exception cref="NotSupportedException">There is no kernel for the penalty.</exception>
    public abstract double Error(LayerPenalty penalty, ErrorViews at, int columns);

    /// <summary>That there is no kernel for a penalty.</summary>
    protected static NotSupportedException NoKernel(LayerPenalty penalty) =>
        new($"The GPU device has no kernel for {penalty.GetType().Name} of the activation {penalty.Activation}; train it with --device cpu.");
}
