using ILGPU;
using ILGPU.Runtime;
using LiftedActors.Gpu.Kernels;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Gpu.Devices;

/// <summary>The passes of potentials on one accelerator, compiled when they are first used.</summary>
/// <param name="launches">The accelerator.</param>
/// <param name="features">Copies parts of features.</param>
internal sealed class CompiledPotentials(Launches launches, FeatureLaunches features)
{
    private readonly Dictionary<ConvexPotential, PotentialLaunches> _compiled = new(ReferenceEqualityComparer.Instance);

    /// <summary>The passes of a potential.</summary>
    /// <exception cref="NotSupportedException">There are none.</exception>
    public PotentialLaunches this[ConvexPotential potential]
    {
        get
        {
            if (!_compiled.TryGetValue(potential, out var passes))
            {
                passes = potential is Partitioned partitioned
                    ? new PartitionedLaunches(partitioned, this, features, launches.Memory)
                    : PotentialLaunches.For(potential, launches);
                _compiled[potential] = passes;
            }

            return passes;
        }
    }

    /// <summary>e = ∇ₓ(μC); returns Σ C without its weight.</summary>
    public double Error(LayerPenalty penalty, ErrorViews at, int columns)
    {
        if (penalty is not NoPenalty)
        {
            return this[penalty.Activation].Error(penalty, at, columns);
        }

        at.Error.MemSetToZero(launches.Stream);
        return 0;
    }
}
