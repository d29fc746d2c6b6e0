using System.Collections.Immutable;
using LiftedActors.Host.Data;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Networks;

namespace LiftedActors.Host.Runs;

/// <summary>Weights as a safetensors file with the names of PyTorch's <c>Linear</c> layers: <c>layers.0.weight</c> (out × in), <c>layers.0.bias</c>.</summary>
public static class WeightsFile
{
    /// <summary>Writes weights; equal weights give equal bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parameters">Θ_1…Θ_L.</param>
    /// <returns>The SHA-256 of the file.</returns>
    public static string Write(string path, IReadOnlyList<LayerParameters> parameters) =>
        Write(path, parameters, new Dictionary<string, string>());

    /// <summary>Writes weights with something about them; equal ones give equal bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parameters">Θ_1…Θ_L.</param>
    /// <param name="about">The metadata of the file.</param>
    /// <returns>The SHA-256 of the file.</returns>
    public static string Write(string path, IReadOnlyList<LayerParameters> parameters, IReadOnlyDictionary<string, string> about) =>
        DurableFile.Write(path, new TensorFile(ParameterNames.ToTensors(parameters), about), DurableFile.Open);

    /// <summary>Reads weights for a network.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network.</param>
    /// <exception cref="DataFaultException">The file is missing, damaged, or of another network.</exception>
    public static IReadOnlyList<LayerParameters> Read(string path, Network network)
    {
        if (!File.Exists(path))
        {
            throw new DataFaultException($"{path}: there are no weights yet; let 'lifted resume' end the run first.");
        }

        var file = Intact(path);
        return DataFaultException.Naming(path, () => ParameterNames.Read(file, network, ImmutableDictionary<string, string>.Empty));
    }

    private static TensorFile Intact(string path)
    {
        try
        {
            return DataFaultException.Reading(path, Safetensors.Read);
        }
        catch (DataFaultException fault)
        {
            throw new DataFaultException($"{fault.Message} In a run folder, delete the file: 'lifted resume' writes it again.", fault);
        }
    }
}
