using LiftedActors.Host.Data;
using LiftedActors.Host.Formats;
using LiftedActors.Host.Formats.Onnx;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Networks;

namespace LiftedActors.Host.Inverting;

/// <summary>A network from a file.</summary>
internal static class ModelFile
{
    /// <summary>Reads a network with its parameters: an ONNX model says both; weights alone need the network beside them.</summary>
    /// <param name="spec">The spec that names the file, and the network of a file that holds weights alone.</param>
    /// <exception cref="SpecException">The file holds weights alone, and no network is given; or it gives one of its own.</exception>
    /// <exception cref="DataFaultException">The file is missing, damaged, or of another network.</exception>
    public static (Network Network, IReadOnlyList<LayerParameters> Parameters) Read(InversionSpec spec)
    {
        var (path, network) = (spec.Model, spec.Network);
        if (!ModelContent.IsOnnx(path))
        {
            return network is null
                ? throw new SpecException(path, "network", "the file holds weights alone; give the network, such as \"network\": {\"widths\": [784, 300], \"activation\": \"relu\"}.")
                : (network, NetworkWeights.Read(path, network, spec.Names));
        }

        if (network is not null)
        {
            throw new SpecException(path, "network", "an ONNX model says its network itself; leave it out.");
        }

        var model = DataFaultException.Reading(path, OnnxFile.Read);
        return (model.Network, model.Parameters);
    }
}
