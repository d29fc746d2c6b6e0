using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Host.Data;

/// <summary>Clean and degraded images from a file of the tool dataset-prep; its checksum is compared.</summary>
internal static class PairsFile
{
    public static (ImageShape Shape, ImagePairs Pairs) Read(string path, int count)
    {
        var file = DataFaultException.Reading(path, Model.Formats.ImagePairs.Read);
        return file.Count >= count
            ? (file.Shape, new ImagePairs(Head(file.Clean, count, file.Shape), Head(file.Degraded, count, file.Shape)))
            : throw new DataFaultException($"{path}: {count} pairs are asked for, but it holds {file.Count}; ask for fewer.");
    }

    private static Matrix Head(ReadOnlySpan<Real> images, int count, ImageShape shape)
    {
        var matrix = new Matrix(count, shape.Pixels);
        images[..(count * shape.Pixels)].CopyTo(matrix.Values);
        return matrix;
    }
}
