using LiftedActors.Host.Runs;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Networks;

namespace LiftedActors.Host.Inverting;

/// <summary>A network from a file.</summary>
internal static class ModelFile
{
    /// <summary>Reads a network with its parameters.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network of a file that holds weights alone.</param>
    /// <exception cref="SpecException">The file holds weights alone, and no network is given.</exception>
    public static (Network Network, IReadOnlyList<LayerParameters> Parameters) Read(string path, Network? network) => network is null
        ? throw new SpecException(path, "network", "the file holds weights alone; give the network, such as \"network\": {\"widths\": [784, 300], \"activation\": \"relu\"}.")
        : (network, WeightsFile.Read(path, network));
}
