using System.IO.Compression;

namespace LiftedActors.Model.Formats;

/// <summary>The entries of a zip archive, which are not believed: neither their lengths, nor their check sums, nor that they are small when unfolded.</summary>
internal sealed class ZipContent : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly string _what;

    /// <summary>Reads the directory of an archive.</summary>
    /// <param name="stream">The archive, seekable; it is left open.</param>
    /// <param name="what">What it is, for messages.</param>
    /// <exception cref="DataFormatException">It is no zip archive, or a name stands in it twice.</exception>
    public ZipContent(Stream stream, string what)
    {
        _what = what;
        Limit = new UnfoldingLimit(stream.Length, what);
        _archive = Undamaged(() => new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true));
        foreach (var entry in Undamaged(() => _archive.Entries))
        {
            if (!_entries.TryAdd(entry.FullName, entry))
            {
                throw new DataFormatException($"{what} has two entries '{entry.FullName}': it is damaged, get it again.");
            }
        }
    }

    /// <summary>The names in the order of the directory.</summary>
    public IEnumerable<string> Names => _archive.Entries.Select(entry => entry.FullName);

    /// <summary>What the archive, and what is made of it, may take.</summary>
    public UnfoldingLimit Limit { get; }

    /// <summary>Whether there is an entry.</summary>
    public bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>The bytes of an entry.</summary>
    /// <exception cref="DataFormatException">There is none, it is too large, or damaged.</exception>
    public byte[] Read(string name)
    {
        if (!_entries.TryGetValue(name, out var entry))
        {
            throw new DataFormatException($"{_what} has no entry '{name}': it is damaged, get it again.");
        }

        Limit.Take(entry.Length, $"its entry '{name}'");
        return Undamaged(() =>
        {
            using var stream = entry.Open();
            var bytes = BoundedReading.Exactly(stream, entry.Length, $"The entry '{name}'");
            BoundedReading.RefuseMore(stream, $"The entry '{name}'");
            return Crc32.Of(bytes) == entry.Crc32
                ? bytes
                : throw new DataFormatException($"{_what} has a wrong check sum of its entry '{name}': it is damaged, get it again.");
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();

    private T Undamaged<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new DataFormatException($"{_what} is no zip archive, encrypted or damaged: get it again.", fault);
        }
    }
}
