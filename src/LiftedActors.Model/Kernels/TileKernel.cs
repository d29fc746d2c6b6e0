using System.Runtime.CompilerServices;

namespace LiftedActors.Model.Kernels;

/// <summary>
/// The innermost loop: C (+)= A·B for a tile of a few rows and one or two vectors, its accumulators in registers.
/// </summary>
/// <remarks>
/// Element (i, j) is one chain of multiply-adds over the depth, whatever the height and width of the tile it falls in;
/// that is why a row of a product does not depend on how many rows are multiplied with it.
/// </remarks>
internal static unsafe class TileKernel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>One tile of the height and width that the type parameters state.</summary>
    // l0…l11 and r0…r11 are the left and the right vector of each row; conditions on Count vanish when compiled.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<THeight, TWidth>(in TileOperands tile)
        where THeight : struct, ITileExtent
        where TWidth : struct, ITileExtent
    {
        TVector l0 = default, l1 = default, l2 = default, l3 = default, l4 = default, l5 = default;
        TVector l6 = default, l7 = default, l8 = default, l9 = default, l10 = default, l11 = default;
        TVector r0 = default, r1 = default, r2 = default, r3 = default, r4 = default, r5 = default;
        TVector r6 = default, r7 = default, r8 = default, r9 = default, r10 = default, r11 = default;
        nint row = tile.LeftRowStride, twoRows = 2 * row, step = tile.LeftDepthStride;
        Real* a0 = tile.Left, a3 = a0 + 3 * row, a6 = a3 + 3 * row, a9 = a6 + 3 * row, panel = tile.Panel;
        for (nint depth = tile.Depth; depth > 0; depth--)
        {
            TVector left = TLanes.Load(panel), right = TWidth.Count > 1 ? TLanes.Load(panel + TLanes.Count) : default;
            if (THeight.Count > 0) { TVector a = TLanes.Broadcast(*a0); l0 = TLanes.MultiplyAdd(a, left, l0); if (TWidth.Count > 1) { r0 = TLanes.MultiplyAdd(a, right, r0); } }
            if (THeight.Count > 1) { TVector a = TLanes.Broadcast(a0[row]); l1 = TLanes.MultiplyAdd(a, left, l1); if (TWidth.Count > 1) { r1 = TLanes.MultiplyAdd(a, right, r1); } }
            if (THeight.Count > 2) { TVector a = TLanes.Broadcast(a0[twoRows]); l2 = TLanes.MultiplyAdd(a, left, l2); if (TWidth.Count > 1) { r2 = TLanes.MultiplyAdd(a, right, r2); } }
            if (THeight.Count > 3) { TVector a = TLanes.Broadcast(*a3); l3 = TLanes.MultiplyAdd(a, left, l3); if (TWidth.Count > 1) { r3 = TLanes.MultiplyAdd(a, right, r3); } }
            if (THeight.Count > 4) { TVector a = TLanes.Broadcast(a3[row]); l4 = TLanes.MultiplyAdd(a, left, l4); if (TWidth.Count > 1) { r4 = TLanes.MultiplyAdd(a, right, r4); } }
            if (THeight.Count > 5) { TVector a = TLanes.Broadcast(a3[twoRows]); l5 = TLanes.MultiplyAdd(a, left, l5); if (TWidth.Count > 1) { r5 = TLanes.MultiplyAdd(a, right, r5); } }
            if (THeight.Count > 6) { TVector a = TLanes.Broadcast(*a6); l6 = TLanes.MultiplyAdd(a, left, l6); if (TWidth.Count > 1) { r6 = TLanes.MultiplyAdd(a, right, r6); } }
            if (THeight.Count > 7) { TVector a = TLanes.Broadcast(a6[row]); l7 = TLanes.MultiplyAdd(a, left, l7); if (TWidth.Count > 1) { r7 = TLanes.MultiplyAdd(a, right, r7); } }
            if (THeight.Count > 8) { TVector a = TLanes.Broadcast(a6[twoRows]); l8 = TLanes.MultiplyAdd(a, left, l8); if (TWidth.Count > 1) { r8 = TLanes.MultiplyAdd(a, right, r8); } }
            if (THeight.Count > 9) { TVector a = TLanes.Broadcast(*a9); l9 = TLanes.MultiplyAdd(a, left, l9); if (TWidth.Count > 1) { r9 = TLanes.MultiplyAdd(a, right, r9); } }
            if (THeight.Count > 10) { TVector a = TLanes.Broadcast(a9[row]); l10 = TLanes.MultiplyAdd(a, left, l10); if (TWidth.Count > 1) { r10 = TLanes.MultiplyAdd(a, right, r10); } }
            if (THeight.Count > 11) { TVector a = TLanes.Broadcast(a9[twoRows]); l11 = TLanes.MultiplyAdd(a, left, l11); if (TWidth.Count > 1) { r11 = TLanes.MultiplyAdd(a, right, r11); } }
            a0 += step;
            a3 += step;
            a6 += step;
            a9 += step;
            panel += TWidth.Count * TLanes.Count;
        }

        if (THeight.Count > 0) { Write<TWidth>(tile, 0, l0, r0); }
        if (THeight.Count > 1) { Write<TWidth>(tile, 1, l1, r1); }
        if (THeight.Count > 2) { Write<TWidth>(tile, 2, l2, r2); }
        if (THeight.Count > 3) { Write<TWidth>(tile, 3, l3, r3); }
        if (THeight.Count > 4) { Write<TWidth>(tile, 4, l4, r4); }
        if (THeight.Count > 5) { Write<TWidth>(tile, 5, l5, r5); }
        if (THeight.Count > 6) { Write<TWidth>(tile, 6, l6, r6); }
        if (THeight.Count > 7) { Write<TWidth>(tile, 7, l7, r7); }
        if (THeight.Count > 8) { Write<TWidth>(tile, 8, l8, r8); }
        if (THeight.Count > 9) { Write<TWidth>(tile, 9, l9, r9); }
        if (THeight.Count > 10) { Write<TWidth>(tile, 10, l10, r10); }
        if (THeight.Count > 11) { Write<TWidth>(tile, 11, l11, r11); }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<TWidth>(in TileOperands tile, nint row, TVector left, TVector right)
        where TWidth : struct, ITileExtent
    {
        Real* target = tile.Target + row * tile.TargetStride;
        TLanes.Store(tile.Accumulate ? TLanes.Add(TLanes.Load(target), left) : left, target);
        if (TWidth.Count > 1)
        {
            target += TLanes.Count;
            TLanes.Store(tile.Accumulate ? TLanes.Add(TLanes.Load(target), right) : right, target);
        }
    }
}
