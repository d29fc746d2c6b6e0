using System.Collections.Immutable;
using LiftedActors.Model.Networks.Structured;

namespace LiftedActors.Model.Networks.Architectures;

/// <summary>
/// Convolutions, pooling and dense layers one after the other. What has no parameters is linear and joins the map of the next layer, so that it
/// takes no auxiliary variable.
/// </summary>
/// <param name="Layers">The elements from the input on; the last one must have parameters.</param>
public sealed record Sequential(ImmutableArray<LayerDesign> Layers) : Architecture
{
    /// <inheritdoc/>
    public override bool IsConvolutional => Layers.All(layer => layer.IsConvolutional);

    /// <inheritdoc/>
    public override int Reach => IsConvolutional ? Layers.Sum(layer => layer.Reach) : int.MaxValue;

    /// <inheritdoc/>
    public override Network Build(ArchitectureSetting setting)
    {
        var (layers, planes, below) = (new List<(LayerMap Map, int Index)>(), setting.Input, setting.Input);
        Expression vector = new Below(below.Length);
        for (var i = 0; i < Layers.Length; i++)
        {
            var (design, tensors) = (Layers[i], Layers[i].Tensors(planes));
            var isPlain = design is Dense && vector is Below;
            vector = design.On(vector, planes);
            planes = design.OutputOf(planes);
            if (tensors.Count > 0)
            {
                layers.Add((isPlain ? new Affine(below.Length, planes.Length) : new StructuredMap(below.Length, [.. tensors], vector), i));
                (vector, below) = (new Below(planes.Length), planes);
            }
        }

        if (layers.Count == 0 || layers[^1].Index != Layers.Length - 1)
        {
            throw new ArgumentException("The last layer must have parameters: end with a convolution or a dense layer.", nameof(setting));
        }

        if (planes.Length != setting.Outputs)
        {
            throw new ArgumentException($"The layers end with {planes} features, but {setting.Outputs} are needed.", nameof(setting));
        }

        return new Network([.. layers.Select((layer, l) => new Layer(layer.Map, l == layers.Count - 1 ? setting.Output : setting.Hidden))]);
    }
}
