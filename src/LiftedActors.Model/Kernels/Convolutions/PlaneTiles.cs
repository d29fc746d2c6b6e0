using System.Runtime.CompilerServices;

namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>
/// The innermost loops of a convolution: a few planes and a few vectors of positions, whose sums stay in registers while the summands pass.
/// </summary>
/// <remarks>Every output value is one chain of multiply-adds from the bias on, in the order of the summands, wherever its vector lies.</remarks>
internal static unsafe class PlaneTiles<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Three to six planes, two vectors at a time.</summary>
    // Where vectors are odd in number, the last is computed twice.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<THeight>(in PlaneOperands operands)
        where THeight : struct, ITileExtent
    {
        nint depth = operands.Depth, stride = operands.TargetStride, end = operands.Vectors;
        Real* bias = operands.Bias;
        for (nint vector = 0; vector < end; vector += 2)
        {
            nint second = Math.Min(vector + 1, end - 1);
            TVector l0 = TLanes.Broadcast(bias[0]), l1 = TLanes.Broadcast(bias[1]), l2 = TLanes.Broadcast(bias[2]);
            TVector l3 = THeight.Count > 3 ? TLanes.Broadcast(bias[3]) : default;
            TVector l4 = THeight.Count > 4 ? TLanes.Broadcast(bias[4]) : default;
            TVector l5 = THeight.Count > 5 ? TLanes.Broadcast(bias[5]) : default;
            TVector r0 = l0, r1 = l1, r2 = l2, r3 = l3, r4 = l4, r5 = l5;
            Real* left = operands.Planes + operands.Reads[vector], right = operands.Planes + operands.Reads[second], weights = operands.Weights;
            nint* shift = operands.Shifts, last = shift + depth;
            for (; shift < last; shift++, weights += THeight.Count)
            {
                TVector a = TLanes.Load(left + *shift), b = TLanes.Load(right + *shift);
                AddPair(weights[0], a, b, ref l0, ref r0);
                AddPair(weights[1], a, b, ref l1, ref r1);
                AddPair(weights[2], a, b, ref l2, ref r2);
                if (THeight.Count > 3) { AddPair(weights[3], a, b, ref l3, ref r3); }
                if (THeight.Count > 4) { AddPair(weights[4], a, b, ref l4, ref r4); }
                if (THeight.Count > 5) { AddPair(weights[5], a, b, ref l5, ref r5); }
            }

            Real* target = operands.Target + operands.Writes[vector], other = operands.Target + operands.Writes[second];
            StorePair(l0, r0, target, other, 0);
            StorePair(l1, r1, target, other, stride);
            StorePair(l2, r2, target, other, 2 * stride);
            if (THeight.Count > 3) { StorePair(l3, r3, target, other, 3 * stride); }
            if (THeight.Count > 4) { StorePair(l4, r4, target, other, 4 * stride); }
            if (THeight.Count > 5) { StorePair(l5, r5, target, other, 5 * stride); }
        }
    }

    /// <summary>One or two planes, four vectors at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyWide<THeight>(in PlaneOperands operands)
        where THeight : struct, ITileExtent
    {
        nint depth = operands.Depth, stride = operands.TargetStride, end = operands.Vectors - 1;
        Real* bias = operands.Bias;
        for (nint vector = 0; vector <= end; vector += 4)
        {
            nint second = Math.Min(vector + 1, end), third = Math.Min(vector + 2, end), fourth = Math.Min(vector + 3, end);
            TVector a0 = TLanes.Broadcast(bias[0]), b0 = a0, c0 = a0, d0 = a0;
            TVector a1 = THeight.Count > 1 ? TLanes.Broadcast(bias[1]) : default, b1 = a1, c1 = a1, d1 = a1;
            Real* a = operands.Planes + operands.Reads[vector], b = operands.Planes + operands.Reads[second];
            Real* c = operands.Planes + operands.Reads[third], d = operands.Planes + operands.Reads[fourth], weights = operands.Weights;
            nint* shift = operands.Shifts, last = shift + depth;
            for (; shift < last; shift++, weights += THeight.Count)
            {
                TVector x = TLanes.Load(a + *shift), y = TLanes.Load(b + *shift);
                AddPair(weights[0], x, y, ref a0, ref b0);
                if (THeight.Count > 1) { AddPair(weights[1], x, y, ref a1, ref b1); }
                x = TLanes.Load(c + *shift);
                y = TLanes.Load(d + *shift);
                AddPair(weights[0], x, y, ref c0, ref d0);
                if (THeight.Count > 1) { AddPair(weights[1], x, y, ref c1, ref d1); }
            }

            Real* target = operands.Target + operands.Writes[vector], other = operands.Target + operands.Writes[second];
            StorePair(a0, b0, target, other, 0);
            if (THeight.Count > 1) { StorePair(a1, b1, target, other, stride); }
            target = operands.Target + operands.Writes[third];
            other = operands.Target + operands.Writes[fourth];
            StorePair(c0, d0, target, other, 0);
            if (THeight.Count > 1) { StorePair(c1, d1, target, other, stride); }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddPair(Real weight, TVector a, TVector b, ref TVector left, ref TVector right)
    {
        TVector w = TLanes.Broadcast(weight);
        left = TLanes.MultiplyAdd(w, a, left);
        right = TLanes.MultiplyAdd(w, b, right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair(TVector left, TVector right, Real* target, Real* other, nint plane)
    {
        TLanes.Store(left, target + plane);
        TLanes.Store(right, other + plane);
    }
}
