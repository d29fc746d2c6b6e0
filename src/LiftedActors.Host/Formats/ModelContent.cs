using LiftedActors.Host.Data;
using LiftedActors.Host.Formats.Onnx;
using LiftedActors.Model.Formats;

namespace LiftedActors.Host.Formats;

/// <summary>What a file of tensors or an ONNX model holds.</summary>
/// <param name="Format">The format, in words.</param>
/// <param name="File">The tensors.</param>
/// <param name="Onnx">The ONNX model; null for a file of tensors.</param>
internal sealed record ModelContent(string Format, TensorFile File, OnnxModel? Onnx)
{
    /// <summary>The end of the name of an ONNX model, which has no mark of its own to be told by.</summary>
    public const string OnnxExtension = ".onnx";

    /// <summary>Whether a file is an ONNX model by its name.</summary>
    public static bool IsOnnx(string path) => Path.GetExtension(path).Equals(OnnxExtension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataFaultException">It is missing, damaged, or of no known format.</exception>
    public static ModelContent Read(string path) => DataFaultException.Reading(path, stream =>
    {
        if (IsOnnx(path))
        {
            var model = OnnxModel.Read(stream);
            return new ModelContent("onnx", new TensorFile(model.Graph.Initialisers, new Dictionary<string, string>()), model);
        }

        var (format, file) = TensorFormats.Read(stream);
        return new ModelContent(format.ToString().ToLowerInvariant(), file, null);
    });
}
