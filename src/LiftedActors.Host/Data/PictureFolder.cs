using LiftedActors.Model.Formats;
using LiftedActors.Model.Imaging;

namespace LiftedActors.Host.Data;

/// <summary>The PNG and PGM pictures of a folder and its folders, in the order of their names.</summary>
internal sealed class PictureFolder
{
    private static readonly string[] Kinds = [".png", ".pgm"];

    /// <summary>Lists the pictures.</summary>
    /// <exception cref="DataFaultException">There is no such folder, or no picture in it.</exception>
    public PictureFolder(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new DataFaultException($"{path}: there is no such folder; give a folder of PNG or PGM pictures.");
        }

        Path = path;
        Files = [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => Kinds.Contains(System.IO.Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)];
        if (Files.Count == 0)
        {
            throw new DataFaultException($"{path}: there are no pictures here; give a folder of PNG or PGM pictures.");
        }
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The files.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Reads a picture as a grey image.</summary>
    /// <exception cref="DataFaultException">It is damaged.</exception>
    public static Image Read(string file) =>
        DataFaultException.Reading<Image>(file, System.IO.Path.GetExtension(file).Equals(".png", StringComparison.OrdinalIgnoreCase) ? Png.Read : Pgm.Read);
}
