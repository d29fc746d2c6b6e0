using LiftedActors.Model.Formats;

namespace LiftedActors.DatasetPrep;

/// <summary>A folder with the four MNIST files, each compressed (".gz") or not.</summary>
internal static class MnistFolder
{
    /// <summary>The path of a file, or nothing if the folder lacks it.</summary>
    public static string? Find(string folder, MnistFile file) =>
        new[] { Path.Combine(folder, file.Name + ".gz"), Path.Combine(folder, file.Name) }.FirstOrDefault(File.Exists);

    /// <summary>Compares all four files with the published sums and says how each agrees.</summary>
    /// <exception cref="DataFormatException">Files are missing, all of which are named, or one is not the published one.</exception>
    public static void Verify(string folder, TextWriter output)
    {
        var missing = MnistFile.All.Where(file => Find(folder, file) is null).Select(file => file.Name + ".gz").ToArray();
        if (missing.Length > 0)
        {
            throw new DataFormatException($"The folder '{folder}' lacks {string.Join(", ", missing)}: name the right one with --from, or add --download.");
        }

        foreach (var file in MnistFile.All)
        {
            var path = Find(folder, file)!;
            using var stream = File.OpenRead(path);
            output.WriteLine($"{path}: {Words(file.Verify(stream))}");
        }
    }

    /// <summary>Reads one file.</summary>
    public static IdxArray Read(string folder, MnistFile file)
    {
        using var stream = File.OpenRead(Find(folder, file)!);
        return Idx.Read(stream);
    }

    private static string Words(MnistCopy copy) => copy switch
    {
        MnistCopy.Original => "the published archive (MD5)",
        MnistCopy.Unpacked => "the published content, unpacked (MD5 of the content)",
        _ => "the published content in another archive (MD5 of the content; that of the archive differs)",
    };
}
