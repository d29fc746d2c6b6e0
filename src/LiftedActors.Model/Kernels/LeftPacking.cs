using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LiftedActors.Model.Kernels;

/// <summary>Moves the rows of one tile of A side by side: [depth][height].</summary>
internal static unsafe class LeftPacking
{
    [ThreadStatic]
    private static Real[]? _workspace;

    /// <summary>Room for <paramref name="count"/> values, which the thread keeps.</summary>
    public static Real* Workspace(int count)
    {
        if (_workspace is null || _workspace.Length < count)
        {
            _workspace = GC.AllocateUninitializedArray<Real>(count, pinned: true);
        }

        return (Real*)Unsafe.AsPointer(ref _workspace[0]);
    }

    /// <summary>Packs the rows of a tile of Aᵀ, which lie side by side in the source already, a line for each summand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(Real* source, nint stride, int height, nint depth, Real* target)
    {
        for (; depth > 0; depth--, source += stride, target += height)
        {
            int row = 0;
            for (; row + Vector128<Real>.Count <= height; row += Vector128<Real>.Count)
            {
                Vector128.Load(source + row).Store(target + row);
            }

            for (; row < height; row++)
            {
                target[row] = source[row];
            }
        }
    }

    /// <summary>Packs the rows of a tile of A, which lie <paramref name="stride"/> apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(Real* source, nint stride, int height, nint depth, Real* target)
    {
        for (int row = 0; row < height; row++)
        {
            Real* line = source + row * stride, cell = target + row;
            for (nint i = 0; i < depth; i++, cell += height)
            {
                *cell = line[i];
            }
        }
    }
}
