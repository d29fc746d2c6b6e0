using LiftedActors.Host.Specs;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;

namespace LiftedActors.Host.Restoring;

/// <summary>Which restorer a network needs.</summary>
internal static class Restorers
{
    /// <summary>Tiles lie a quarter of their side apart, so that sixteen of them see a pixel.</summary>
    private const int TilesPerSide = 4;

    /// <summary>The most memory that the activations of a convolutional network may take; larger images are restored in tiles.</summary>
    private const long MostBytes = 1L << 29;

    private const int OperatorReach = 16;

    /// <summary>The restorer of a network that takes and gives images of one shape.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="shape">The shape.</param>
    public static IRestorer Of(Network network, IReadOnlyList<LayerParameters> parameters, ImageShape shape)
    {
        var pass = new ForwardPass(network, TiledRestorer.AtOnce(shape));
        return new TiledRestorer(shape, (Step(shape.Height), Step(shape.Width)), tiles => pass.Predict(tiles, parameters));
    }

    /// <summary>The restorer of a trained design: whole images where it is convolutional.</summary>
    /// <param name="spec">The experiment.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="shape">The shape that it was trained on.</param>
    public static IRestorer Of(ExperimentSpec spec, IReadOnlyList<LayerParameters> parameters, ImageShape shape)
    {
        if (!spec.Design.Architecture.IsConvolutional)
        {
            return Of(spec.Network, parameters, shape);
        }

        // Edges of an image are not inner places of it, so that a forward operator is given a margin as wide as the reach of the network.
        var reach = spec.Design.Architecture.Reach + (spec.Task.Operator.Word == "identity" ? 0 : spec.Design.Architecture.Reach + OperatorReach);
        var bytesPerPixel = Math.Max(1, ForwardPass.Footprint(string.Empty, spec.Network, 1).Total / shape.Pixels);
        return new WholeRestorer(At, Math.Max((int)Math.Sqrt(MostBytes / bytesPerPixel), 4 * (reach + 1)), reach);

        Func<Matrix, Matrix> At(ImageShape whole)
        {
            var network = spec.Design.Build(spec.Task, whole);
            var pass = new ForwardPass(network, 1);
            var fitted = network.Layers.Select((layer, l) => Moved(parameters[l], layer.Map)).ToArray();
            return degraded => pass.Predict(degraded, fitted);
        }
    }

    /// <summary>The same values for the map of another image size.</summary>
    private static LayerParameters Moved(LayerParameters parameters, LayerMap map)
    {
        var moved = map.CreateParameters();
        parameters.Values.CopyTo(moved.Values);
        moved.Pack();
        return moved;
    }

    private static int Step(int side) => Math.Max(1, side / TilesPerSide);
}
