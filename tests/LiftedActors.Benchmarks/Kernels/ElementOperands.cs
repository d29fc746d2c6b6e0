using System.Numerics;
using System.Runtime.InteropServices;
using LiftedActors.Model.Devices;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Benchmarks.Kernels;

/// <summary>What the fused element passes read and write, and the pass whose pace they are measured against.</summary>
internal sealed class ElementOperands
{
    private readonly BregmanPenalty _penalty;
    private readonly Matrix _x, _z, _feedback, _result, _first, _second;

    /// <summary>Creates the operands.</summary>
    public ElementOperands(int samples, int features, string activation)
    {
        var random = new Random(1);
        _penalty = new BregmanPenalty(PotentialCatalogue.Create(activation), 10);
        Matrix[] all = [.. Enumerable.Range(0, 6).Select(_ => new Matrix(samples, features))];
        (_x, _z, _feedback, _result, _first, _second) = (all[0], all[1], all[2], all[3], all[4], all[5]);
        foreach (var matrix in all)
        {
            foreach (ref var value in matrix.Values)
            {
                value = (Real)((2 * random.NextDouble()) - 1);
            }
        }

        _penalty.Activation.Activate(_z, _z);
        _first.Values.Clear();
        _second.Values.Clear();
    }

    /// <summary>The bytes of one matrix.</summary>
    public double Bytes => sizeof(Real) * (double)_x.Length;

    /// <summary>result = x + 3z: three matrices pass through the processor.</summary>
    public void Triad()
    {
        ref Real a = ref MemoryMarshal.GetReference(_x.Values), b = ref MemoryMarshal.GetReference(_z.Values), c = ref MemoryMarshal.GetReference(_result.Values);
        for (nint i = 0; i <= _x.Length - Vector<Real>.Count; i += Vector<Real>.Count)
        {
            (Vector.LoadUnsafe(ref a, (nuint)i) + (3 * Vector.LoadUnsafe(ref b, (nuint)i))).StoreUnsafe(ref c, (nuint)i);
        }
    }

    /// <summary>σ(x), the error and the penalty: three matrices.</summary>
    public double Error() => _penalty.Error(_x, _z, _result);

    /// <summary>A proximal-gradient step and its squared move: four matrices.</summary>
    public double ProximalGradient() => _penalty.ProximalGradient(_z, _x, _feedback, 0.1, _result);

    /// <summary>A step of Adam from two summands, and its squared move: eight matrices, the moments read and written.</summary>
    public double Adam() => ComputeDevice.Host.Adam(
        [new((Real)0.005, _x), new((Real)0.005, _feedback)], _z, new AdamMoments(_first, _second, (Real)1e-3, (Real)1e-8), _result);
}
