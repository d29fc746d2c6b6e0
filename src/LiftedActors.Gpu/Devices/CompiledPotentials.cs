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

    /// <summary>Σ C without its weight; the passes differ by the kind of the penalty.</summary>
    public double Error(LayerPenalty penalty, ErrorViews at, int columns)
    {
        var (passes, weight) = (this[penalty.Activation], (Real)penalty.Weight);
        switch (penalty)
        {
            case BregmanPenalty:
                return passes.Error(at, weight, columns);
            case QuadraticPenalty quadratic:
                return passes.QuadraticError(at, weight, quadratic.Infimum / columns);
            case AuxiliaryCoordinatePenalty:
                return passes.AuxiliaryError(at, weight);
            case NoPenalty:
                at.Error.MemSetToZero(launches.Accelerator.DefaultStream);
                return 0;
            default:
                throw new NotSupportedException($"The GPU device has no kernel for {penalty.GetType().Name}; train it with --device cpu.");
        }
    }
}
