using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using LiftedActors.Model.Formats;

namespace LiftedActors.Host.Formats.Onnx;

/// <summary>The nodes and constants of a graph that is being written.</summary>
internal sealed class GraphNodes
{
    private readonly ImmutableArray<OnnxNode>.Builder _nodes = ImmutableArray.CreateBuilder<OnnxNode>();
    private readonly Dictionary<string, Tensor> _constants = new(StringComparer.Ordinal);

    /// <summary>The nodes in order.</summary>
    public ImmutableArray<OnnxNode> Nodes => _nodes.ToImmutable();

    /// <summary>The constants in the order in which they were needed.</summary>
    public ImmutableArray<Tensor> Constants => [.. _constants.Values];

    /// <summary>Adds a node.</summary>
    /// <returns>The value that it makes.</returns>
    public string Add(string operation, ImmutableArray<string> inputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var output = string.Create(CultureInfo.InvariantCulture, $"{operation.ToLowerInvariant()}.{_nodes.Count}");
        Add(operation, inputs, output, attributes);
        return output;
    }

    /// <summary>Adds a node that makes a value of a given name.</summary>
    public void Add(string operation, ImmutableArray<string> inputs, string output, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var named = ImmutableDictionary<string, object?>.Empty;
        foreach (var (name, value) in attributes)
        {
            named = named.Add(name, value);
        }

        _nodes.Add(new OnnxNode(output, operation, inputs, [output], named));
    }

    /// <summary>Adds a constant of single precision; one that is there already is taken again.</summary>
    /// <returns>Its name.</returns>
    public string Constant(string name, IReadOnlyList<int> shape, ReadOnlySpan<Real> values)
    {
        var single = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            single[i] = (float)values[i];
        }

        return Constant(Tensor.Of(name, shape, single));
    }

    /// <summary>A single number.</summary>
    public string Number(double number) => Constant(Tensor.Of(string.Create(CultureInfo.InvariantCulture, $"number.{(float)number}"), [], new[] { (float)number }));

    /// <summary>Whole numbers, such as a shape.</summary>
    public string Wholes(params ReadOnlySpan<long> numbers) =>
        Constant(new Tensor($"wholes.{string.Join('.', numbers.ToArray())}", TensorType.I64, [numbers.Length], MemoryMarshal.AsBytes(numbers).ToArray()));

    private string Constant(Tensor tensor)
    {
        _constants.TryAdd(tensor.Name, tensor);
        return tensor.Name;
    }
}
