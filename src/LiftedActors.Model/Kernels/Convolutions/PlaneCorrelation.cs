using System.Runtime.CompilerServices;

namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>The innermost loop of a gradient in the weights: four planes times three shifted planes, summed over the positions.</summary>
internal static unsafe class PlaneCorrelation<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>The lanes of the twelve sums, plane after plane.</summary>
    // A vector that would reach beyond the row is moved back, and the positions that it holds already are masked.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Correlate(in CorrelationOperands operands, Real* lanes)
    {
        TVector s00 = default, s01 = default, s02 = default, s10 = default, s11 = default, s12 = default;
        TVector s20 = default, s21 = default, s22 = default, s30 = default, s31 = default, s32 = default;
        Real* l0 = operands.Left0, l1 = operands.Left1, l2 = operands.Left2, l3 = operands.Left3;
        Real* r0 = operands.Right0, r1 = operands.Right1, r2 = operands.Right2;
        nint lastVector = operands.Columns - TLanes.Count, rest = operands.Columns % TLanes.Count;
        TVector mask = TLanes.Load(operands.Masks + rest);
        for (nint row = operands.Rows; row > 0; row--)
        {
            for (nint x = 0; x <= lastVector; x += TLanes.Count)
            {
                TVector a = TLanes.Load(r0 + x), b = TLanes.Load(r1 + x), c = TLanes.Load(r2 + x);
                Add(TLanes.Load(l0 + x), a, b, c, ref s00, ref s01, ref s02);
                Add(TLanes.Load(l1 + x), a, b, c, ref s10, ref s11, ref s12);
                Add(TLanes.Load(l2 + x), a, b, c, ref s20, ref s21, ref s22);
                Add(TLanes.Load(l3 + x), a, b, c, ref s30, ref s31, ref s32);
            }

            if (rest > 0)
            {
                TVector a = TLanes.MultiplyAdd(mask, TLanes.Load(r0 + lastVector), default);
                TVector b = TLanes.MultiplyAdd(mask, TLanes.Load(r1 + lastVector), default);
                TVector c = TLanes.MultiplyAdd(mask, TLanes.Load(r2 + lastVector), default);
                Add(TLanes.Load(l0 + lastVector), a, b, c, ref s00, ref s01, ref s02);
                Add(TLanes.Load(l1 + lastVector), a, b, c, ref s10, ref s11, ref s12);
                Add(TLanes.Load(l2 + lastVector), a, b, c, ref s20, ref s21, ref s22);
                Add(TLanes.Load(l3 + lastVector), a, b, c, ref s30, ref s31, ref s32);
            }

            l0 += operands.LeftPitch;
            l1 += operands.LeftPitch;
            l2 += operands.LeftPitch;
            l3 += operands.LeftPitch;
            r0 += operands.RightPitch;
            r1 += operands.RightPitch;
            r2 += operands.RightPitch;
        }

        Store(s00, s01, s02, lanes);
        Store(s10, s11, s12, lanes + 3 * TLanes.Count);
        Store(s20, s21, s22, lanes + 6 * TLanes.Count);
        Store(s30, s31, s32, lanes + 9 * TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(TVector left, TVector a, TVector b, TVector c, ref TVector first, ref TVector second, ref TVector third)
    {
        first = TLanes.MultiplyAdd(left, a, first);
        second = TLanes.MultiplyAdd(left, b, second);
        third = TLanes.MultiplyAdd(left, c, third);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector first, TVector second, TVector third, Real* lanes)
    {
        TLanes.Store(first, lanes);
        TLanes.Store(second, lanes + TLanes.Count);
        TLanes.Store(third, lanes + 2 * TLanes.Count);
    }
}
