using LiftedActors.Model.Devices;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Networks;

/// <summary>The parameters Θ of one layer on the host: its tensors one after the other in one flat buffer.</summary>
/// <param name="map">The layer.</param>
/// <param name="values">The flat buffer.</param>
public class LayerParameters(LayerMap map, Real[] values) : DeviceParameters
{
    /// <summary>Creates zero parameters.</summary>
    /// <param name="map">The layer.</param>
    public LayerParameters(LayerMap map)
        : this(map, new Real[checked((int)map.ParameterCount)])
    {
    }

    /// <summary>The layer.</summary>
    public LayerMap Map => map;

    /// <inheritdoc/>
    public override Matrix Flat { get; } = Matrix.Over(values, 1, values.Length);

    /// <summary>All values, flat.</summary>
    public Span<Real> Values => values;

    internal Real[] Buffer => values;

    /// <summary>The memory of the parameters of a layer, or of a gradient.</summary>
    public static Footprint Footprint(string part, LayerMap map) => Kernels.Footprint.OfArray<Real>(part, map.ParameterCount);

    /// <summary>The values of one tensor.</summary>
    /// <param name="index">Its place in <see cref="LayerMap.Tensors"/>.</param>
    public Span<Real> Tensor(int index) => values.AsSpan(map.OffsetOf(index), (int)map.Tensors[index].Length);

    /// <summary>Renews whatever the products need beside the values after they were written.</summary>
    public virtual void Pack()
    {
    }
}
