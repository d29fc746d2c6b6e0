using System.IO.Compression;

namespace LiftedActors.Model.Formats;

/// <summary>Named arrays in NumPy's format: a zip archive with one <see cref="Npy"/> file per array.</summary>
/// <remarks>Source: NumPy, "savez" and "savez_compressed".</remarks>
public static class Npz
{
    private const string Extension = ".npy";
    private const string What = "The npz file";

    /// <summary>The oldest time that a zip archive can hold: equal tensors give equal bytes.</summary>
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads the arrays in the order of the archive.</summary>
    /// <param name="stream">The file, seekable; it is left open.</param>
    /// <exception cref="DataFormatException">It is no such file, damaged, or unfolds to more than is allowed to it.</exception>
    public static TensorFile Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var archive = new ZipContent(stream, What);
        return Read(archive);
    }

    /// <summary>Writes tensors without compression; <paramref name="stream"/> is left open. Equal tensors give equal bytes; metadata are not kept.</summary>
    public static void Write(Stream stream, TensorFile file)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(file);
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var tensor in file.Tensors)
        {
            var entry = archive.CreateEntry(tensor.Name + Extension, CompressionLevel.NoCompression);
            entry.LastWriteTime = NoTime;
            using var content = entry.Open();
            Npy.Write(content, tensor);
        }
    }

    /// <summary>Whether the entries of an archive are arrays.</summary>
    internal static bool IsNpz(ZipContent archive) => archive.Names.Any() && archive.Names.All(name => name.EndsWith(Extension, StringComparison.Ordinal));

    internal static TensorFile Read(ZipContent archive)
    {
        if (!IsNpz(archive))
        {
            throw new DataFormatException($"{What} has entries that are no arrays: {string.Join(", ", archive.Names.Take(3))}; check which file this is.");
        }

        return TensorFile.Of(archive.Names.Select(name =>
        {
            using var content = new MemoryStream(archive.Read(name));
            return Npy.Read(content, name[..^Extension.Length]);
        }));
    }
}
