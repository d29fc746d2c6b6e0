using System.Collections.Immutable;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Networks.Structured;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Host.Formats.Onnx;

/// <summary>
/// Makes a chain of layers of a graph that is read node by node: linear operators are gathered into the map of one layer until an activation closes it. What is
/// read again later, as around a residual block, is carried along beside the activation by the identity.
/// </summary>
internal sealed class LayerChain
{
    private static readonly ConvexPotential Identity = new Separable<Identity>(default);

    private readonly Dictionary<string, GraphValue> _values = new(StringComparer.Ordinal);
    private readonly List<Layer> _layers = [];
    private readonly List<LayerParameters> _parameters = [];
    private readonly List<(ParameterTensor Tensor, Tensor Values)> _tensors = [];
    private Below _below;

    /// <summary>Begins with the input of the graph.</summary>
    public LayerChain(string name, ImmutableArray<int> shape)
    {
        _below = new Below(shape.Aggregate(1, (product, length) => product * length));
        _values[name] = new GraphValue(_below, shape, false);
    }

    /// <summary>The layers so far.</summary>
    public IReadOnlyList<Layer> Layers => _layers;

    /// <summary>Their parameters.</summary>
    public IReadOnlyList<LayerParameters> Parameters => _parameters;

    /// <summary>A value that depends on the input, by its name.</summary>
    public GraphValue this[string name]
    {
        get => _values[name];
        set => _values[name] = value;
    }

    /// <summary>Whether there is such a value.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Forgets a value that no later node reads, so that it is not carried along.</summary>
    public void Drop(string name) => _values.Remove(name);

    /// <summary>Adds a tensor to the parameters of the layer.</summary>
    /// <param name="kind">What it is: weight, bias; further ones of the layer are counted.</param>
    /// <param name="values">Its values.</param>
    /// <param name="fanIn">The inputs that one output sums over; 0 for a bias.</param>
    /// <returns>Its place.</returns>
    public int Add(string kind, Tensor values, int fanIn)
    {
        var same = _tensors.Count(known => known.Tensor.Name.StartsWith(kind, StringComparison.Ordinal));
        _tensors.Add((new ParameterTensor(same == 0 ? kind : $"{kind}{same + 1}", [.. values.Shape], fanIn), values));
        return _tensors.Count - 1;
    }

    /// <summary>A value for an operator with parameters. Where it has parameters itself, the layer is closed by the identity, so that every map is affine in its parameters.</summary>
    public GraphValue Settled(string name)
    {
        if (_values[name].HasParameters)
        {
            var x = _values[name].Of;
            Close(x, Identity, [.. Live().Where(value => !ReferenceEquals(value, x))]);
        }

        return _values[name];
    }

    /// <summary>Closes the layer with an activation.</summary>
    /// <param name="x">What is activated; where a later node reads it as well, it is still among the values.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="output">The name of the result.</param>
    public void Activate(GraphValue x, ConvexPotential activation, string output) =>
        _values[output] = new GraphValue(Close(x.Of, activation, [.. Live()]), x.Shape, false);

    /// <summary>Closes the last layer by the identity where linear operators are left.</summary>
    public void End(string output)
    {
        if (!ReferenceEquals(_values[output].Of, _below))
        {
            Close(_values[output].Of, Identity, []);
        }
    }

    private IEnumerable<Expression> Live() => _values.Values.Select(value => value.Of).Distinct<Expression>(ReferenceEqualityComparer.Instance);

    /// <returns>The activation in the new layer; values that are not carried become it.</returns>
    private Expression Close(Expression x, ConvexPotential activation, ImmutableArray<Expression> carried)
    {
        var map = MapOf(carried.IsEmpty ? x : new Concatenation([x, .. carried]));
        _layers.Add(new Layer(map, carried.IsEmpty || activation == Identity ? activation : new Partitioned((activation, x.Width), (Identity, map.Outputs - x.Width))));
        AddParameters(map);
        _below = new Below(map.Outputs);
        var result = Part(0, x.Width);
        var (places, offset) = (new Dictionary<Expression, Expression>(ReferenceEqualityComparer.Instance), x.Width);
        foreach (var value in carried)
        {
            places[value] = Part(offset, value.Width);
            offset += value.Width;
        }

        foreach (var (name, value) in _values.ToArray())
        {
            _values[name] = value with { Of = places.GetValueOrDefault(value.Of, result), HasParameters = false };
        }

        return result;
    }

    private Expression Part(int offset, int width) => width == _below.Width ? _below : new Slice(_below, offset, width);

    private LayerMap MapOf(Expression x)
    {
        var isDense = _tensors.Count == 2
            && x is Combination { Terms: [(1, Image { Operation: DenseOperation { Weights: 0 }, Of: Below }), (1, Bias { Tensor: 1, Positions: 1 } bias)] } && bias.Channels == x.Width;
        return isDense ? new Affine(_below.Width, x.Width) : new StructuredMap(_below.Width, [.. _tensors.Select(tensor => tensor.Tensor)], x);
    }

    private void AddParameters(LayerMap map)
    {
        var parameters = map.CreateParameters();
        for (var i = 0; i < _tensors.Count; i++)
        {
            _tensors[i].Values.CopyTo(parameters.Tensor(i));
        }

        parameters.Pack();
        _parameters.Add(parameters);
        _tensors.Clear();
    }
}
