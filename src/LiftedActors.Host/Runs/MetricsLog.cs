namespace LiftedActors.Host.Runs;

/// <summary>The metrics of a run, as a table and as JSON lines; each row is on its way to the disk before the next iteration begins.</summary>
public sealed class MetricsLog : IDisposable
{
    private readonly RunFolder _folder;
    private readonly MetricsColumns _columns;
    private readonly List<MetricsRow> _rows = [];
    private StreamWriter _table;
    private StreamWriter _lines;

    /// <summary>Opens the metrics of a run and keeps what an earlier part of it wrote, whole rows only.</summary>
    public MetricsLog(RunFolder folder, MetricsColumns columns)
    {
        (_folder, _columns) = (folder, columns);
        if (File.Exists(folder.MetricsLines))
        {
            _rows.AddRange(File.ReadLines(folder.MetricsLines).Select(line => MetricsRow.Parse(line, columns)).OfType<MetricsRow>());
        }

        (_table, _lines) = Rewrite();
    }

    /// <summary>The rows, in order.</summary>
    public IReadOnlyList<MetricsRow> Rows => _rows;

    /// <summary>Adds a row.</summary>
    public void Add(MetricsRow row)
    {
        _rows.Add(row);
        _table.WriteLine(row.ToTableRow(_columns));
        _lines.WriteLine(row.ToJson(_columns).ToJsonString());
    }

    /// <summary>Forgets the rows of a method beyond an iteration: they are void, and will come again.</summary>
    public void CutBack(TrainingKind method, int iterations)
    {
        if (_rows.RemoveAll(row => row.Method == method && row.Iteration > iterations) > 0)
        {
            Dispose();
            (_table, _lines) = Rewrite();
        }
    }

    /// <summary>The mean seconds of an epoch of a method; null where nothing was timed.</summary>
    /// <param name="method">The method.</param>
    /// <param name="iterationsPerEpoch">The iterations of an epoch.</param>
    public double? SecondsPerEpoch(TrainingKind method, int iterationsPerEpoch) =>
        _rows.LastOrDefault(row => row.Method == method) is { } last ? last.Seconds / last.Iteration * iterationsPerEpoch : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _table.Dispose();
        _lines.Dispose();
    }

    private (StreamWriter Table, StreamWriter Lines) Rewrite()
    {
        DurableFile.WriteLines(_folder.MetricsTable, [_columns.Header, .. _rows.Select(row => row.ToTableRow(_columns))]);
        DurableFile.WriteLines(_folder.MetricsLines, _rows.Select(row => row.ToJson(_columns).ToJsonString()));
        return (new StreamWriter(_folder.MetricsTable, append: true) { AutoFlush = true }, new StreamWriter(_folder.MetricsLines, append: true) { AutoFlush = true });
    }
}
