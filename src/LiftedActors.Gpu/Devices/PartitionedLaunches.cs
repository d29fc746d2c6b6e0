using ILGPU;
using LiftedActors.Gpu.Kernels;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Gpu.Devices;

/// <summary>
/// The passes of a potential of features that stand one after the other: each part is brought together, goes through the passes of its own potential,
/// and goes back. Two copies a pass more than a kernel that knew all parts at once.
/// </summary>
/// <param name="potential">The parts.</param>
/// <param name="compiled">The passes of the parts' potentials.</param>
/// <param name="features">Copies parts of features.</param>
/// <param name="memory">Gives what a part is copied to; it grows to the largest batch.</param>
internal sealed class PartitionedLaunches(Partitioned potential, CompiledPotentials compiled, FeatureLaunches features, AcceleratorMemory memory) : PotentialLaunches
{
    private readonly ArrayView<Real>[] _buffers = new ArrayView<Real>[4];
    private readonly int _columns = potential.Parts.Sum(part => part.Length);

    public override void Prox(AcceleratorMatrix v, Real weight, Real step, AcceleratorMatrix result) => ForEach(v.Rows, part =>
    {
        var target = part.Matrix(1);
        part.Launches.Prox(part.Take(0, v.Values), weight, step, target);
        part.Put(target, result.Values);
    });

    public override void ProximalGradient(PointViews point, StepWeights weights, AcceleratorMatrix result) => ForEach(result.Rows, part =>
    {
        var target = part.Matrix(3);
        part.Launches.ProximalGradient(part.Take(point), weights, target);
        part.Put(target, result.Values);
    });

    public override double MeasuredProximalGradient(PointViews point, StepWeights weights, AcceleratorMatrix result)
    {
        var sum = 0.0;
        ForEach(result.Rows, part =>
        {
            var target = part.Matrix(3);
            sum += part.Launches.MeasuredProximalGradient(part.Take(point), weights, target);
            part.Put(target, result.Values);
        });
        return sum;
    }

    public override double Error(LayerPenalty penalty, ErrorViews at, int columns)
    {
        if (penalty is QuadraticPenalty)
        {
            throw NoKernel(penalty);
        }

        var sum = 0.0;
        ForEach(at.X.IntLength / _columns, part =>
        {
            var error = part.Matrix(2);
            sum += part.Launches.Error(penalty, new ErrorViews(part.Take(0, at.X).Values, part.Take(1, at.Z).Values, error.Values), part.Length);
            part.Put(error, at.Error);
        });
        return sum;
    }

    private void ForEach(int samples, Action<Part> pass)
    {
        var offset = 0;
        foreach (var (own, length) in potential.Parts)
        {
            pass(new Part(this, compiled[own], (samples, offset, length)));
            offset += length;
        }
    }

    private ArrayView<Real> Buffer(int index, int length) => memory.Take(ref _buffers[index], length);

    /// <summary>One part of the features, with its place among all of them.</summary>
    private sealed record Part(PartitionedLaunches Whole, PotentialLaunches Launches, (int Samples, int Offset, int Length) Place)
    {
        public int Length => Place.Length;

        /// <summary>One of four matrices for the values of the part.</summary>
        public AcceleratorMatrix Matrix(int index) => new(Whole.Buffer(index, Place.Samples * Place.Length), Place.Samples, Place.Length);

        /// <summary>The values of the part, brought together.</summary>
        public AcceleratorMatrix Take(int index, ArrayView<Real> all)
        {
            var taken = Matrix(index);
            Whole.Features.Copy(all, taken.Values, new FeatureShape(Whole._columns, Place.Offset, Place.Length, 0, Place.Length));
            return taken;
        }

        /// <summary>What a step reads, brought together.</summary>
        public PointViews Take(PointViews point) => new(Take(0, point.Z).Values, Take(1, point.X).Values, Take(2, point.Feedback).Values);

        /// <summary>Puts the values of the part back.</summary>
        public void Put(AcceleratorMatrix taken, ArrayView<Real> all) =>
            Whole.Features.Copy(taken.Values, all, new FeatureShape(Place.Length, 0, Whole._columns, Place.Offset, Place.Length));
    }

    private FeatureLaunches Features => features;
}
