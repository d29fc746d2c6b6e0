using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LiftedActors.Model.Kernels;

/// <summary>The columns that exist of a tile whose last vector is wider than the matrix.</summary>
internal static unsafe class TileEdge
{
    /// <summary>C (+)= the first <paramref name="columns"/> columns of <paramref name="edge"/>, and the bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Keep(Real* edge, int width, in TileOperands tile, int height, int columns)
    {
        Real* target = tile.Target;
        for (int row = 0; row < height; row++, edge += width, target += tile.TargetStride)
        {
            int column = 0;
            for (; column + Vector128<Real>.Count <= columns; column += Vector128<Real>.Count)
            {
                Vector128<Real> values = Vector128.Load(edge + column);
                values = tile.Accumulate ? Vector128.Load(target + column) + values : values;
                (tile.Bias != null ? values + Vector128.Load(tile.Bias + column) : values).Store(target + column);
            }

            for (; column < columns; column++)
            {
                Real value = tile.Accumulate ? target[column] + edge[column] : edge[column];
                target[column] = tile.Bias != null ? value + tile.Bias[column] : value;
            }
        }
    }
}
