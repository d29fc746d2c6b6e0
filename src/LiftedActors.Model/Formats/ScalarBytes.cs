using System.Buffers;
using System.Runtime.InteropServices;

namespace LiftedActors.Model.Formats;

/// <summary>Scalars seen as their bytes, without a copy.</summary>
internal sealed class ScalarBytes(ReadOnlyMemory<Real> values) : MemoryManager<byte>
{
    /// <inheritdoc/>
    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(MemoryMarshal.AsMemory(values).Span);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException("These bytes are read as a span.");

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }
}
