namespace LiftedActors.Host.Data;

/// <summary>Where images are held during a run: in memory, or in a file that batches are streamed from. Values and results are the same to the bit.</summary>
public sealed record DataHolding
{
    private readonly string? _folder;

    private DataHolding(string? folder) => _folder = folder;

    /// <summary>In memory.</summary>
    public static DataHolding InMemory { get; } = new((string?)null);

    /// <summary>Whether batches are streamed from a file.</summary>
    public bool IsStreamed => _folder is not null;

    /// <summary>In files without a name in a folder.</summary>
    /// <param name="folder">The folder; made where it is not there.</param>
    public static DataHolding Streamed(string folder) => new(folder);

    /// <summary>Room for rows.</summary>
    internal IRowStore Create(int rows, int columns) => _folder is null ? new MemoryRows(rows, columns) : new RowsFile(_folder, rows, columns);
}
