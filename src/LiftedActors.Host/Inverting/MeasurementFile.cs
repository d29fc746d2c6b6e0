using LiftedActors.Host.Data;
using LiftedActors.Model.Formats;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Inverting;

/// <summary>Measurements from a file: samples × features in the tensor <c>measurements</c>, or in the only one that there is.</summary>
internal static class MeasurementFile
{
    private const string Name = "measurements";

    /// <summary>Reads the measurements.</summary>
    /// <param name="path">A file of tensors of any format that is read: npz, npy, safetensors, PyTorch.</param>
    /// <param name="features">The features of a sample.</param>
    /// <exception cref="DataFaultException">The file is missing, damaged, or of another shape.</exception>
    public static Matrix Read(string path, int features)
    {
        var (_, file) = DataFaultException.Reading(path, TensorFormats.Read);
        var tensors = file.Tensors;
        var tensor = tensors.FirstOrDefault(tensor => tensor.Name == Name) ?? (tensors.Count == 1 ? tensors[0] : throw new DataFaultException(
            $"{path}: there are {tensors.Count} tensors and none is called '{Name}'; give that one this name."));
        if (tensor.Shape.Count is not (1 or 2) || tensor.Shape[^1] != features)
        {
            throw new DataFaultException($"{path}: {tensor.Name} is [{string.Join(", ", tensor.Shape)}] where samples × {features} are expected.");
        }

        var data = new Matrix(tensor.Count / features, features);
        tensor.CopyTo(data.Values);
        for (var i = 0; i < data.Values.Length; i++)
        {
            if (!Real.IsFinite(data.Values[i]))
            {
                throw new DataFaultException($"{path}: entry {i % features} of sample {i / features} of {tensor.Name} is {data.Values[i]}; give finite measurements.");
            }
        }

        return data;
    }
}
