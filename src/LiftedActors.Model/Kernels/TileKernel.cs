using System.Runtime.CompilerServices;

namespace LiftedActors.Model.Kernels;

/// <summary>
/// The innermost loop: C (+)= A·B, or A·B + 1bᵀ, for a tile of a few rows and one or two vectors, its accumulators in registers.
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
    // Each row holds a left and a right vector, l0 and r0 to l11 and r11; conditions on Count vanish when compiled.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<THeight, TWidth>(in TileOperands tile)
        where THeight : struct, ITileExtent
        where TWidth : struct, ITileExtent
    {
        TVector l0 = default, l1 = default, l2 = default, l3 = default, l4 = default, l5 = default;
        TVector l6 = default, l7 = default, l8 = default, l9 = default, l10 = default, l11 = default;
        TVector r0 = default, r1 = default, r2 = default, r3 = default, r4 = default, r5 = default;
        TVector r6 = default, r7 = default, r8 = default, r9 = default, r10 = default, r11 = default;
        nint row = tile.LeftRowStride, twoRows = 2 * row, step = tile.LeftDepthStride, line = tile.PanelStride;
        PrefetchTarget<THeight, TWidth>(tile);
        Real* a0 = tile.Left, a3 = a0 + 3 * row, a6 = a3 + 3 * row, a9 = a6 + 3 * row, panel = tile.Panel;
        for (nint depth = tile.Depth; depth > 0; depth--)
        {
            TVector left = TLanes.Load(panel), right = TWidth.Count > 1 ? TLanes.Load(panel + TLanes.Count) : default;
            if (THeight.Count > 0) { AddRow<TWidth>(*a0, left, right, ref l0, ref r0); }
            if (THeight.Count > 1) { AddRow<TWidth>(a0[row], left, right, ref l1, ref r1); }
            if (THeight.Count > 2) { AddRow<TWidth>(a0[twoRows], left, right, ref l2, ref r2); }
            if (THeight.Count > 3) { AddRow<TWidth>(*a3, left, right, ref l3, ref r3); }
            if (THeight.Count > 4) { AddRow<TWidth>(a3[row], left, right, ref l4, ref r4); }
            if (THeight.Count > 5) { AddRow<TWidth>(a3[twoRows], left, right, ref l5, ref r5); }
            if (THeight.Count > 6) { AddRow<TWidth>(*a6, left, right, ref l6, ref r6); }
            if (THeight.Count > 7) { AddRow<TWidth>(a6[row], left, right, ref l7, ref r7); }
            if (THeight.Count > 8) { AddRow<TWidth>(a6[twoRows], left, right, ref l8, ref r8); }
            if (THeight.Count > 9) { AddRow<TWidth>(*a9, left, right, ref l9, ref r9); }
            if (THeight.Count > 10) { AddRow<TWidth>(a9[row], left, right, ref l10, ref r10); }
            if (THeight.Count > 11) { AddRow<TWidth>(a9[twoRows], left, right, ref l11, ref r11); }
            a0 += step;
            a3 += step;
            a6 += step;
            a9 += step;
            panel += line;
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

    /// <summary>Fetches C while the products are summed: where it does not come from the first-level cache, its latency would end every tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchTarget<THeight, TWidth>(in TileOperands tile)
        where THeight : struct, ITileExtent
        where TWidth : struct, ITileExtent
    {
        Real* target = tile.Target;
        nint last = TWidth.Count * TLanes.Count - 1;
        for (int row = 0; row < THeight.Count; row++, target += tile.TargetStride)
        {
            TLanes.Prefetch(target);
            TLanes.Prefetch(target + last);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow<TWidth>(Real value, TVector left, TVector right, ref TVector leftSum, ref TVector rightSum)
        where TWidth : struct, ITileExtent
    {
        TVector a = TLanes.Broadcast(value);
        leftSum = TLanes.MultiplyAdd(a, left, leftSum);
        if (TWidth.Count > 1)
        {
            rightSum = TLanes.MultiplyAdd(a, right, rightSum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<TWidth>(in TileOperands tile, nint row, TVector left, TVector right)
        where TWidth : struct, ITileExtent
    {
        Real* target = tile.Target + row * tile.TargetStride;
        if (tile.Accumulate)
        {
            left = TLanes.Add(TLanes.Load(target), left);
            right = TWidth.Count > 1 ? TLanes.Add(TLanes.Load(target + TLanes.Count), right) : right;
        }

        if (tile.Bias != null)
        {
            left = TLanes.Add(left, TLanes.Load(tile.Bias));
            right = TWidth.Count > 1 ? TLanes.Add(right, TLanes.Load(tile.Bias + TLanes.Count)) : right;
        }

        TLanes.Store(left, target);
        if (TWidth.Count > 1)
        {
            TLanes.Store(right, target + TLanes.Count);
        }
    }
}
