using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Regularisers;

/// <summary>What <see cref="Regulariser.Prox"/> keeps from call to call, the dual variables, and what it computes with. It belongs to one block.</summary>
/// <remarks>A saved and restored <see cref="Dual"/> repeats the next call to the bit; nothing else carries over.</remarks>
public sealed class RegulariserWorkspace
{
    /// <summary>Iterations on the dual after which a call gives up, unless it is told otherwise.</summary>
    public const int DefaultIterationLimit = 1000;

    /// <summary>The memory of a workspace.</summary>
    internal static Footprint Footprint(Regulariser regulariser)
    {
        var (dual, size) = (regulariser.DualSize, regulariser.DualSize == 0 ? 0 : regulariser.Size);
        return (5 * Kernels.Footprint.OfArray<Real>(Kernels.Footprint.UpdateMemory, dual))
            + (5 * Kernels.Footprint.OfArray<Real>(Kernels.Footprint.UpdateMemory, size))
            + Kernels.Footprint.OfArray<double>(Kernels.Footprint.UpdateMemory, Math.Max(regulariser.Size, regulariser.LongestPart));
    }

    internal RegulariserWorkspace(Regulariser regulariser)
    {
        var dual = regulariser.DualSize;
        var size = dual == 0 ? 0 : regulariser.Size;
        (DualValues, Extrapolated, PreviousDual, Preimage, Image) = (new Real[dual], new Real[dual], new Real[dual], new Real[dual], new Real[dual]);
        (Pull, PreviousPull, ExtrapolatedPull, Point, Summand) = (new Real[size], new Real[size], new Real[size], new Real[size], new Real[size]);
        Wide = new double[Math.Max(regulariser.Size, regulariser.LongestPart)];
    }

    /// <summary>The dual variables p of the composed parts, one after the other: where the next call starts. Part of a checkpoint.</summary>
    public Memory<Real> Dual => DualValues;

    /// <summary>Iterations on the dual after which a call gives up.</summary>
    public int IterationLimit { get; set; } = DefaultIterationLimit;

    internal Real[] DualValues { get; }

    internal Real[] Extrapolated { get; }

    internal Real[] PreviousDual { get; }

    /// <summary>z with p ∈ ∂(wP)(z).</summary>
    internal Real[] Preimage { get; }

    /// <summary>K u.</summary>
    internal Real[] Image { get; }

    /// <summary>Kᵀp.</summary>
    internal Real[] Pull { get; }

    internal Real[] PreviousPull { get; }

    internal Real[] ExtrapolatedPull { get; }

    internal Real[] Point { get; }

    internal Real[] Summand { get; }

    internal double[] Wide { get; }

    /// <summary>gradient += Kᵀp.</summary>
    internal void AddPull(Regulariser regulariser, Span<Real> gradient)
    {
        var offset = 0;
        foreach (var part in regulariser.Composed)
        {
            part.Operator.ApplyAdjoint(DualValues.AsSpan(offset, part.Rows), Summand);
            VectorKernels.Combine(gradient, 1, Summand, gradient);
            offset += part.Rows;
        }
    }

    /// <summary>p = prox_{s(wP)*}(p + sKu) of every composed part.</summary>
    internal void Ascend(Regulariser regulariser, ReadOnlySpan<Real> u, double step)
    {
        var offset = 0;
        foreach (var part in regulariser.Composed)
        {
            var image = Image.AsSpan(offset, part.Rows);
            var dual = DualValues.AsSpan(offset, part.Rows);
            part.Operator.Apply(u, image);
            part.Ascend(dual, step, image, Preimage.AsSpan(offset, part.Rows));
            image.CopyTo(dual);
            offset += part.Rows;
        }
    }
}
