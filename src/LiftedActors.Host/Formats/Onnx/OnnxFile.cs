using LiftedActors.Model.Formats;
using LiftedActors.Model.Networks;

namespace LiftedActors.Host.Formats.Onnx;

/// <summary>Networks as ONNX files.</summary>
/// <remarks>
/// Read is the subset of operators whose networks are chains of affine maps and of activations with convex potentials; written are networks that it expresses, at
/// operator set 10 and in single precision, for batches of any size. Source: the ONNX project, "Operators".
/// </remarks>
public static class OnnxFile
{
    /// <summary>Reads a network with its parameters.</summary>
    /// <exception cref="DataFormatException">The file is damaged, or has something that is not of the subset; the message names the operator and its node.</exception>
    public static ImportedNetwork Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return GraphReading.Network(OnnxModel.Read(stream));
    }

    /// <summary>Writes a network with its parameters; equal ones give equal bytes.</summary>
    /// <exception cref="DataFormatException">A map or an activation has no form in standard operators.</exception>
    public static void Write(Stream stream, Network network, IReadOnlyList<LayerParameters> parameters)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(parameters);
        GraphWriting.Model(network, parameters).Write(stream);
    }
}
