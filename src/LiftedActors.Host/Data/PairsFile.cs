using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Data;

/// <summary>A safetensors file with the tensors <c>clean</c> and <c>degraded</c>, images × height × width each.</summary>
internal static class PairsFile
{
    public static (ImageShape Shape, ImagePairs Pairs) Read(string path, int count) => DataFaultException.Reading(path, stream =>
    {
        var file = Safetensors.Read(stream);
        var (clean, degraded) = (file["clean"], file["degraded"]);
        if (clean.Shape.Count != 3 || !clean.Shape.SequenceEqual(degraded.Shape))
        {
            throw new DataFaultException($"{path}: 'clean' and 'degraded' have to be images × height × width both, not "
                + $"[{string.Join(", ", clean.Shape)}] and [{string.Join(", ", degraded.Shape)}].");
        }

        if (clean.Shape[0] < count)
        {
            throw new DataFaultException($"{path}: {count} pairs are asked for, but it holds {clean.Shape[0]}; ask for fewer.");
        }

        var shape = new ImageShape(clean.Shape[1], clean.Shape[2]);
        return (shape, new ImagePairs(ToMatrix(clean, shape), ToMatrix(degraded, shape)).Rows(0, count));
    });

    private static Matrix ToMatrix(Tensor tensor, ImageShape shape)
    {
        var matrix = new Matrix(tensor.Shape[0], shape.Pixels);
        tensor.CopyTo(matrix.Values);
        return matrix;
    }
}
