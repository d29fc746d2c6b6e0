using ILGPU;
using LiftedActors.Model.Devices;

namespace LiftedActors.Gpu.Devices;

/// <summary>A matrix in the memory of an accelerator.</summary>
/// <param name="buffer">As many values as the capacity.</param>
/// <param name="rows">The capacity in rows.</param>
/// <param name="columns">Columns.</param>
internal sealed class AcceleratorMatrix(ArrayView<Real> buffer, int rows, int columns) : DeviceMatrix(rows, columns)
{
    /// <summary>The values in use.</summary>
    public ArrayView<Real> Values => buffer.SubView(0, Length);

    /// <summary>Some of the values in use.</summary>
    public ArrayView<Real> Part(Portion portion) => Values.SubView(portion.Offset, portion.Length);
}
