using System.Globalization;
using LiftedActors.Host.Data;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Networks;

namespace LiftedActors.Host.Runs;

/// <summary>The weights after the best epoch of a training, and why it is the best.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Value">Its value.</param>
/// <param name="Parameters">Θ_1…Θ_L.</param>
/// <param name="Sha256">The digest of the file.</param>
internal sealed record BestWeights(int Epoch, string Metric, double Value, IReadOnlyList<LayerParameters> Parameters, string Sha256)
{
    /// <summary>Writes weights as <see cref="WeightsFile"/> does, with the rest in the metadata.</summary>
    public static void Write(string path, IReadOnlyList<LayerParameters> parameters, (int Epoch, string Metric, double Value) best) =>
        WeightsFile.Write(path, parameters, new Dictionary<string, string>
        {
            ["epoch"] = best.Epoch.ToString(CultureInfo.InvariantCulture),
            ["metric"] = best.Metric,
            ["value"] = best.Value.ToString("R", CultureInfo.InvariantCulture),
        });

    /// <summary>Reads what was written; null where there is no file.</summary>
    /// <exception cref="DataFaultException">The file is damaged, or of another network.</exception>
    public static BestWeights? Read(string path, Network network)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var parameters = WeightsFile.Read(path, network);
        return DataFaultException.Reading(path, stream =>
        {
            var digest = Checksums.Sha256(stream);
            stream.Position = 0;
            var about = Safetensors.Read(stream).Metadata;
            return int.TryParse(about.GetValueOrDefault("epoch"), out var epoch) && double.TryParse(about.GetValueOrDefault("value"), CultureInfo.InvariantCulture, out var value)
                ? new BestWeights(epoch, about.GetValueOrDefault("metric", string.Empty), value, parameters, digest)
                : throw new DataFormatException($"{path}: these weights do not say of which epoch they are; train anew.");
        });
    }
}
