using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Networks.Structured;

/// <summary>One version of Θ of a structured map with the forms that its operations read.</summary>
internal sealed class StructuredParameters : LayerParameters
{
    private readonly OperationForm?[] _forms;

    /// <summary>Creates zero parameters.</summary>
    /// <param name="map">The layer.</param>
    public StructuredParameters(StructuredMap map)
        : base(map)
    {
        _forms = new OperationForm?[map.Tensors.Length];
        var offset = 0;
        for (var i = 0; i < _forms.Length; i++)
        {
            _forms[i] = map.OperationOf(i)?.CreateForm(Buffer, offset);
            offset += (int)map.Tensors[i].Length;
        }
    }

    /// <summary>The form of a tensor.</summary>
    /// <param name="operation">An operation that the tensor defines.</param>
    public OperationForm? FormOf(LinearOperation operation) => operation.Tensor is { } tensor ? _forms[tensor] : null;

    /// <summary>The memory of one version.</summary>
    public static Footprint Footprint(StructuredMap map) => Enumerable.Range(0, map.Tensors.Length).Aggregate(
        Footprint(Kernels.Footprint.Parameters, map), (sum, tensor) => sum + (map.OperationOf(tensor)?.FormFootprint ?? Kernels.Footprint.Nothing));

    /// <inheritdoc/>
    public override void Pack()
    {
        foreach (var form in _forms)
        {
            form?.Pack();
        }
    }
}
