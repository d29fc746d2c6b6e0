using System.Text;

namespace LiftedActors.Model.Formats.PyTorch;

/// <summary>
/// The tensors of a file that <c>torch.save</c> of PyTorch wrote (.pth, .pt, .ckpt): a zip archive of a pickle and of the numbers beside it, since PyTorch 1.6.
/// </summary>
/// <remarks>
/// A state_dict has its tensors by their own names; in nested dictionaries and lists the names of all of them stand before, as in <c>state_dict.0.weight</c>. What is no tensor
/// is left out. Nothing of the pickle is executed. Source: PyTorch, "torch.serialization".
/// </remarks>
public static class StateDictionary
{
    private const string What = "The PyTorch file";
    private const string PickleName = "data.pkl";
    private const long LargestPickle = 1 << 23;

    /// <summary>Reads the tensors in the order of the dictionary.</summary>
    /// <param name="stream">The file, seekable; it is left open.</param>
    /// <exception cref="DataFormatException">It is no such file, damaged, holds other things than tensors, or unfolds to more than is allowed to it.</exception>
    public static TensorFile Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var archive = new ZipContent(stream, What);
        return Read(archive);
    }

    /// <summary>The folder of the archive in which the pickle stands, with its stroke; null where there is none.</summary>
    internal static string? FolderOf(ZipContent archive) =>
        archive.Names.FirstOrDefault(name => name.EndsWith("/" + PickleName, StringComparison.Ordinal))?[..^PickleName.Length];

    internal static TensorFile Read(ZipContent archive)
    {
        var folder = FolderOf(archive) ?? throw new DataFormatException($"{What} has no entry {PickleName}: check which file this is.");
        RefuseOthers(archive, folder);
        var pickle = archive.Read(folder + PickleName);
        if (pickle.Length > LargestPickle)
        {
            throw new DataFormatException($"{What} has a pickle of {pickle.Length} bytes where {LargestPickle} are enough for tensors: save the model's state_dict() alone.");
        }

        var tensors = new PickledTensors(archive, folder);
        tensors.Collect(new PickleMachine(TensorGlobals.Known, TensorGlobals.Storage).Run(pickle));
        return tensors.Found.Count > 0 ? TensorFile.Of(tensors.Found) : throw new DataFormatException($"{What} holds no tensors: save the model's state_dict().");
    }

    private static void RefuseOthers(ZipContent archive, string folder)
    {
        if (archive.Has(folder + "constants.pkl"))
        {
            throw new DataFormatException($"{What} is a TorchScript program, which would have to be executed: save its state_dict() with torch.save, or export it with torch.onnx.export.");
        }

        if (archive.Has(folder + "byteorder") && Encoding.ASCII.GetString(archive.Read(folder + "byteorder")) is var order && order != "little")
        {
            throw new DataFormatException($"{What} holds numbers in the byte order '{order}': save it again on a little-endian machine.");
        }
    }
}
