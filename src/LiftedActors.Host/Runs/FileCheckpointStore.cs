using System.Globalization;
using System.Text.Json;
using LiftedActors.Actors;
using LiftedActors.Model.Formats;

namespace LiftedActors.Host.Runs;

/// <summary>
/// Keeps checkpoints in a folder: one safetensors file each, and a manifest that is written last and names each file with its
/// SHA-256. A checkpoint counts once the manifest names it; the newest three are kept.
/// </summary>
/// <remarks>Every file is written beside, flushed to the disk and renamed, so that a full disk or a lost process leaves the ones before intact.</remarks>
public sealed class FileCheckpointStore : ICheckpointStore
{
    private const int Kept = 3;
    private const string Extension = ".safetensors";
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly string _folder;
    private readonly Func<string, Stream> _open;

    /// <summary>A store in a folder, which is made when the first checkpoint is kept.</summary>
    public FileCheckpointStore(string folder)
        : this(folder, DurableFile.Open)
    {
    }

    internal FileCheckpointStore(string folder, Func<string, Stream> open) => (_folder, _open) = (folder, open);

    private string Manifest => Path.Combine(_folder, "manifest.json");

    /// <inheritdoc/>
    /// <exception cref="IOException">The checkpoint could not be written; the ones before are intact.</exception>
    public void Save(Checkpoint checkpoint)
    {
        Directory.CreateDirectory(_folder);
        var before = Entries(_ => { });
        var name = NewName(checkpoint.NextIteration, before);
        var digest = DurableFile.Write(Path.Combine(_folder, name), CheckpointTensors.Write(checkpoint), _open);
        Entry[] entries = [new(name, digest, checkpoint.NextIteration), .. before.Where(entry => entry.NextIteration < checkpoint.NextIteration)];
        var kept = entries.Take(Kept).ToArray();
        DurableFile.Write(Manifest, stream => JsonSerializer.Serialize(stream, kept, JsonOptions), _open);
        foreach (var file in Directory.EnumerateFiles(_folder, "*" + Extension).Where(file => !kept.Any(entry => entry.File == Path.GetFileName(file))))
        {
            File.Delete(file);
        }
    }

    /// <inheritdoc/>
    public Checkpoint? Load(Action<string> warn)
    {
        foreach (var entry in Entries(warn))
        {
            var path = Path.Combine(_folder, entry.File);
            try
            {
                using var content = File.OpenRead(path);
                if (entry.Sha256 is not null && Checksums.Sha256(content) != entry.Sha256)
                {
                    throw new DataFormatException("its checksum differs from the manifest's.");
                }

                content.Position = 0;
                return CheckpointTensors.Read(Safetensors.Read(content));
            }
            catch (Exception fault) when (IsDamage(fault))
            {
                warn($"{path}: this checkpoint is damaged ({fault.Message.TrimEnd('.')}); the one before it is taken.");
            }
        }

        return null;
    }

    /// <summary>The newest first. Without a readable manifest, the files that are there; they cannot be compared with their checksums.</summary>
    private Entry[] Entries(Action<string> warn)
    {
        if (!Directory.Exists(_folder))
        {
            return [];
        }

        try
        {
            return JsonSerializer.Deserialize<Entry[]>(File.ReadAllBytes(Manifest), JsonOptions) ?? [];
        }
        catch (Exception fault) when (IsDamage(fault))
        {
            var files = Directory.EnumerateFiles(_folder, "*" + Extension).OrderDescending(StringComparer.Ordinal).ToArray();
            if (files.Length > 0)
            {
                warn($"{Manifest}: the manifest cannot be read ({fault.Message.TrimEnd('.')}); the newest checkpoint is taken without comparing its checksum.");
            }

            return [.. files.Select(file => new Entry(Path.GetFileName(file), null, Iteration(file)))];
        }
    }

    /// <summary>A name that the manifest does not name yet, so that a checkpoint of the same iteration stands until it is replaced.</summary>
    private static string NewName(int iteration, Entry[] before)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{iteration:00000000}");
        return before.Any(entry => entry.File == name + Extension) ? $"{name}_again{Extension}" : name + Extension;
    }

    private static int Iteration(string file) =>
        int.TryParse(Path.GetFileName(file).Split('_', '.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var iteration) ? iteration : int.MaxValue;

    private static bool IsDamage(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or JsonException or DataFormatException or FormatException or KeyNotFoundException;

    private sealed record Entry(string File, string? Sha256, int NextIteration);
}
