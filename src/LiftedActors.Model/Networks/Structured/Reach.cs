namespace LiftedActors.Model.Networks.Structured;

/// <summary>How far a network of convolutions sees: the most pixels between an output and an input that it depends on.</summary>
public static class Reach
{
    /// <summary>The reach of a network: the sum over its layers; null where a layer is not made of convolutions of stride 1 alone.</summary>
    public static int? Of(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var sum = 0;
        foreach (var layer in network.Layers)
        {
            if (layer.Map is not StructuredMap map || Of(map) is not { } reach)
            {
                return null;
            }

            sum += reach;
        }

        return sum;
    }

    private static int? Of(StructuredMap map)
    {
        // Parts come before what is made of them.
        var reaches = new Dictionary<Expression, int?>(ReferenceEqualityComparer.Instance);
        foreach (var node in map.Nodes)
        {
            var own = node is Image image ? Of(image.Operation) : 0;
            var below = node.Parts.Aggregate((int?)0, (most, part) => reaches[part] is { } reach && most is { } known ? Math.Max(known, reach) : null);
            reaches[node] = own + below;
        }

        return reaches[map.Expression];
    }

    private static int? Of(LinearOperation operation) => operation switch
    {
        AdjointOperation adjoint => Of(adjoint.Of),
        ConvolutionOperation { Geometry.Window: { Stride: 1 } window } =>
            Math.Max(window.Padding, Math.Max(window.Height, window.Width) - 1 - window.Padding),
        _ => null,
    };
}
