using System.Runtime.CompilerServices;

namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>Scratch values on a cache line, at first zero; pinned, so that they stay there.</summary>
internal sealed unsafe class AlignedBuffer
{
    /// <summary>The values of a cache line.</summary>
    public const int Line = 64 / sizeof(Real);

    private readonly Real[] _values;

    /// <summary>Allocates <paramref name="length"/> values.</summary>
    public AlignedBuffer(int length)
    {
        _values = GC.AllocateArray<Real>(length == 0 ? 0 : length + Line, pinned: true);
        if (length > 0)
        {
            var first = (Real*)Unsafe.AsPointer(ref _values[0]);
            nint misalignment = (nint)first / sizeof(Real) % Line;
            Start = first + (misalignment == 0 ? 0 : Line - misalignment);
        }
    }

    /// <summary>The first value; null where there is none.</summary>
    public Real* Start { get; }

    /// <summary>The memory of so many values.</summary>
    public static Footprint Footprint(string part, long length) => Kernels.Footprint.OfArray<Real>(part, length == 0 ? 0 : length + Line);
}
