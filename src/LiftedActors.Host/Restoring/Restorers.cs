using LiftedActors.Host.Specs;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Networks.Structured;

namespace LiftedActors.Host.Restoring;

/// <summary>Which restorer a network needs.</summary>
internal static class Restorers
{
    /// <summary>Tiles lie a quarter of their side apart, so that sixteen of them see a pixel.</summary>
    private const int TilesPerSide = 4;

    /// <summary>The most memory that the activations of a convolutional network may take; larger images are restored in tiles.</summary>
    private const long MostBytes = 1L << 29;

    /// <summary>The restorer of the network of a spec: whole images for a convolutional one, otherwise overlapping patches.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="shape">The shape of the images that the network was trained on.</param>
    public static IRestorer Of(ExperimentSpec spec, IReadOnlyList<LayerParameters> parameters, ImageShape shape)
    {
        if (!spec.Design.Architecture.IsConvolutional)
        {
            return Of(spec.Network, parameters, shape);
        }

        // Where nobody knows how far a network sees, an image must not be cut.
        var bytesPerPixel = ForwardPass.Footprint(string.Empty, spec.Network, 1).Total / shape.Pixels;
        return Reach.Of(spec.Network) is { } reach
            ? new WholeRestorer(At, Math.Max((int)Math.Sqrt(MostBytes / Math.Max(1, bytesPerPixel)), 4 * (reach + 1)), reach)
            : new WholeRestorer(At, int.MaxValue, 0);

        Func<Matrix, Matrix> At(ImageShape image)
        {
            var network = spec.Design.Build(spec.Task, image);
            var (pass, moved) = (new ForwardPass(network, 1), network.Layers.Select((layer, l) => Moved(parameters[l], layer.Map)).ToArray());
            return images => pass.Predict(images, moved);
        }
    }

    /// <summary>The restorer of a network that takes and gives images of one shape.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="shape">The shape.</param>
    public static IRestorer Of(Network network, IReadOnlyList<LayerParameters> parameters, ImageShape shape)
    {
        var pass = new ForwardPass(network, TiledRestorer.AtOnce(shape));
        return new TiledRestorer(shape, (Step(shape.Height), Step(shape.Width)), tiles => pass.Predict(tiles, parameters));
    }

    private static int Step(int side) => Math.Max(1, side / TilesPerSide);

    /// <summary>The same values for a map on images of another shape.</summary>
    private static LayerParameters Moved(LayerParameters parameters, LayerMap map)
    {
        var moved = map.CreateParameters();
        parameters.Values.CopyTo(moved.Values);
        moved.Pack();
        return moved;
    }
}
