using System.Text.Json.Nodes;
using LiftedActors.Host.Data;
using LiftedActors.Host.Specs;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Networks;

namespace LiftedActors.Host.Formats;

/// <summary>Weights from elsewhere for a network that a spec gives.</summary>
public static class NetworkWeights
{
    /// <summary>Reads weights from a file of tensors of any format.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network.</param>
    /// <param name="names">A JSON file of names of the file by ours; null where the file has ours, or those of a PyTorch Sequential.</param>
    /// <returns>Θ_1…Θ_L.</returns>
    /// <exception cref="DataFaultException">A file is missing or damaged, or of another network, or a value is no number.</exception>
    /// <exception cref="SpecException">The file of names has a fault.</exception>
    public static IReadOnlyList<LayerParameters> Read(string path, Network network, string? names = null)
    {
        var (_, file) = DataFaultException.Reading(path, TensorFormats.Read);
        var map = names is null ? null : Names(names);
        return DataFaultException.Naming(path, () =>
        {
            var parameters = map is null ? ParameterNames.Read(file, network) : ParameterNames.Read(file, network, map);
            ParameterNames.RefuseNotFinite(parameters);
            return parameters;
        });
    }

    private static Dictionary<string, string> Names(string path)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (own, theirs) in SpecReader.Parse(path, DataFaultException.Reading(path, stream => new StreamReader(stream).ReadToEnd())))
        {
            map[own] = theirs is JsonValue value && value.TryGetValue(out string? name)
                ? name
                : throw new SpecException(path, own, "give the name of a tensor in the file, in quotation marks.");
        }

        return map;
    }
}
