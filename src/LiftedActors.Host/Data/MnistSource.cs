using LiftedActors.Model.Formats;

namespace LiftedActors.Host.Data;

/// <summary>The files of the MNIST database in a data folder, as they are published, compressed or not, or others of the same names and format.</summary>
internal static class MnistSource
{
    private const string Mend = "fetch it with the tool dataset-prep, or name the folder that holds it with --data.";

    /// <summary>Finds a file.</summary>
    /// <exception cref="DataFaultException">There is none.</exception>
    public static string Find(DataFolders folders, MnistFile published)
    {
        var plain = published.Name.EndsWith(".gz", StringComparison.Ordinal) ? published.Name[..^3] : published.Name;
        return folders.Find("mnist", [plain + ".gz", plain], Mend);
    }

    /// <summary>Compares a file with the published one; null where it is that one, otherwise a sentence that says so. Fashion-MNIST and its like have files of the same names.</summary>
    public static string? Remark(string file, MnistFile published, Stream stream)
    {
        try
        {
            published.Verify(stream);
            return null;
        }
        catch (DataFormatException)
        {
            return $"{file}: this is not the file that is published as MNIST, by its checksum; it is taken as it is.";
        }
    }

    /// <summary>Checks what a file says that it holds.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="lengths">The lengths of its array.</param>
    /// <param name="expected">The dimensions that there must be, and what they are called.</param>
    /// <param name="count">The items that are asked for.</param>
    /// <exception cref="DataFaultException">It holds something else, or too little.</exception>
    public static void Check(string file, IReadOnlyList<int> lengths, (int Dimensions, string Name) expected, int count)
    {
        if (lengths.Count != expected.Dimensions)
        {
            throw new DataFaultException($"{file}: this holds an array of {lengths.Count} dimensions, not {expected.Name}.");
        }

        if (lengths[0] < count)
        {
            throw new DataFaultException($"{file}: {count} {expected.Name} are asked for, but it holds {lengths[0]}; ask for fewer.");
        }
    }
}
