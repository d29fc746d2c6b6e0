using LiftedActors.Model.Imaging;
using LiftedActors.Model.Networks;

namespace LiftedActors.Host.Restoring;

/// <summary>Which restorer a network needs.</summary>
internal static class Restorers
{
    /// <summary>Tiles lie a quarter of their side apart, so that sixteen of them see a pixel.</summary>
    private const int TilesPerSide = 4;

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
}
