using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>The sums over the lanes of several vectors.</summary>
internal static unsafe class LaneSums
{
    /// <summary>sums[i] = Σ lanes of vector i, for the vectors of a correlation tile; always in the same order. Overwrites the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Real* lanes, int width, Real* sums)
    {
        const int count = PlaneKernel.CorrelationHeight * PlaneKernel.CorrelationWidth;
        var narrow = (Vector128<Real>*)lanes;
        int vectors = width / Vector128<Real>.Count;
        for (int i = 0; i < count; i++)
        {
            Vector128<Real> sum = Vector128.Load(lanes + i * width);
            for (int j = 1; j < vectors; j++)
            {
                sum += Vector128.Load(lanes + i * width + j * Vector128<Real>.Count);
            }

            narrow[i] = sum;
        }

        int left = count;
        for (int wide = Vector128<Real>.Count; wide > 1; wide /= 2)
        {
            left /= 2;
            for (int i = 0; i < left; i++)
            {
                narrow[i] = AddNeighbours(narrow[2 * i], narrow[2 * i + 1]);
            }
        }

        for (int i = 0; i < count; i++)
        {
            sums[i] = lanes[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<Real> AddNeighbours(Vector128<Real> left, Vector128<Real> right)
    {
        if (Sse3.IsSupported)
        {
            return Sse3.HorizontalAdd(left, right);
        }

        var sums = default(Vector128<Real>);
        int half = Vector128<Real>.Count / 2;
        for (int i = 0; i < half; i++)
        {
            sums = sums.WithElement(i, left[2 * i] + left[2 * i + 1]).WithElement(half + i, right[2 * i] + right[2 * i + 1]);
        }

        return sums;
    }
}
