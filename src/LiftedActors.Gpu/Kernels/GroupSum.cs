using ILGPU;

namespace LiftedActors.Gpu.Kernels;

/// <summary>
/// Sums over a whole grid as a tree of fixed shape: every thread adds its values in order, every group its threads in halves, and the
/// host the groups in order. No atomic operation takes part, so that a repeated run gives the same bits.
/// </summary>
internal static class GroupSum
{
    /// <summary>The most threads of a group; a group has a power of two of them.</summary>
    public const int LargestGroup = 256;

    /// <summary>The first value of the calling thread.</summary>
    public static int First => (Grid.IdxX * Group.DimX) + Group.IdxX;

    /// <summary>From one value of a thread to its next one.</summary>
    public static int Stride => Grid.DimX * Group.DimX;

    /// <summary>Adds the threads of a group up; thread 0 returns the sum.</summary>
    public static double Add(double value)
    {
        var shared = SharedMemory.Allocate<double>(LargestGroup);
        shared[Group.IdxX] = value;
        Group.Barrier();
        for (var half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (Group.IdxX < half)
            {
                shared[Group.IdxX] += shared[Group.IdxX + half];
            }

            Group.Barrier();
        }

        return shared[0];
    }

    /// <summary>Writes the value of a group, which its thread 0 has: a row of the grid's groups for every member.</summary>
    public static void Keep(double value, ArrayView<double> partials)
    {
        if (Group.IdxX == 0)
        {
            partials[(Grid.IdxY * Grid.DimX) + Grid.IdxX] = value;
        }
    }

    /// <summary>The largest value among the threads of a group; thread 0 returns it.</summary>
    public static double Largest(double value)
    {
        var shared = SharedMemory.Allocate<double>(LargestGroup);
        shared[Group.IdxX] = value;
        Group.Barrier();
        for (var half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (Group.IdxX < half)
            {
                shared[Group.IdxX] = ScalarFunctions.Max(shared[Group.IdxX], shared[Group.IdxX + half]);
            }

            Group.Barrier();
        }

        return shared[0];
    }
}
