using System.Runtime.Intrinsics;

namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>The inner loops of convolutions for one instruction set.</summary>
internal abstract unsafe class PlaneKernel
{
    /// <summary>The most planes that one call computes.</summary>
    public const int TallestTile = 6;

    /// <summary>The planes and the shifted planes of one correlation call.</summary>
    public const int CorrelationHeight = 4, CorrelationWidth = 3;

    /// <summary>Every kernel that this processor runs, the fastest first.</summary>
    public static IReadOnlyList<PlaneKernel> Available { get; } = FindAvailable();

    /// <summary>The kernel of the instruction set that the matrix products use, or the fastest beside a native library.</summary>
    public static PlaneKernel Selected =>
        Available.FirstOrDefault(kernel => kernel.Name == ProductKernel.Selected.Name) ?? Available[0];

    /// <summary>The word for the instruction set.</summary>
    public abstract string Name { get; }

    /// <summary>The positions in a vector.</summary>
    public abstract int VectorWidth { get; }

    /// <summary>Target = bias + weights · shifted planes, for <paramref name="height"/> ≤ <see cref="TallestTile"/> planes.</summary>
    public abstract void Multiply(int height, in PlaneOperands operands);

    /// <summary>The lanes of the twelve sums over all positions of a plane times a shifted plane, plane after plane.</summary>
    public abstract void Correlate(in CorrelationOperands operands, Real* lanes);

    private static PlaneKernel[] FindAvailable()
    {
        var kernels = new List<PlaneKernel>(3);
        if (Avx512Lanes.IsSupported)
        {
            kernels.Add(new PlaneKernel<Avx512Lanes, Vector512<Real>>());
        }

        if (Avx2Lanes.IsSupported)
        {
            kernels.Add(new PlaneKernel<Avx2Lanes, Vector256<Real>>());
        }

        kernels.Add(new PlaneKernel<PortableLanes, Vector128<Real>>());
        return [.. kernels];
    }
}

/// <summary>The inner loops over the registers <typeparamref name="TLanes"/>.</summary>
internal sealed unsafe class PlaneKernel<TLanes, TVector> : PlaneKernel
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <inheritdoc/>
    public override string Name => TLanes.Name;

    /// <inheritdoc/>
    public override int VectorWidth => TLanes.Count;

    /// <inheritdoc/>
    public override void Multiply(int height, in PlaneOperands operands)
    {
        switch (height)
        {
            case 6: PlaneTiles<TLanes, TVector>.Multiply<Six>(operands); break;
            case 5: PlaneTiles<TLanes, TVector>.Multiply<Five>(operands); break;
            case 4: PlaneTiles<TLanes, TVector>.Multiply<Four>(operands); break;
            case 3: PlaneTiles<TLanes, TVector>.Multiply<Three>(operands); break;
            case 2: PlaneTiles<TLanes, TVector>.MultiplyWide<Two>(operands); break;
            default: PlaneTiles<TLanes, TVector>.MultiplyWide<One>(operands); break;
        }
    }

    /// <inheritdoc/>
    public override void Correlate(in CorrelationOperands operands, Real* lanes) => PlaneCorrelation<TLanes, TVector>.Correlate(operands, lanes);
}
