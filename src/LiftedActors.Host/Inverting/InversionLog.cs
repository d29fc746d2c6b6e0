using LiftedActors.Host.Runs;

namespace LiftedActors.Host.Inverting;

/// <summary>The metrics of an inversion; each row is on its way to the disk before the next iteration begins.</summary>
internal sealed class InversionLog : IDisposable
{
    private readonly string _path;
    private readonly List<InversionRow> _rows = [];
    private StreamWriter _writer;

    /// <summary>Opens the metrics and keeps what an earlier part of the run wrote, whole rows only.</summary>
    public InversionLog(string path)
    {
        _path = path;
        if (File.Exists(path))
        {
            _rows.AddRange(File.ReadLines(path).Skip(1).Select(InversionRow.Parse).OfType<InversionRow>());
        }

        _writer = Rewrite();
    }

    /// <summary>The rows, in order.</summary>
    public IReadOnlyList<InversionRow> Rows => _rows;

    /// <summary>Adds a row.</summary>
    public void Add(InversionRow row)
    {
        _rows.Add(row);
        _writer.WriteLine(row);
    }

    /// <summary>Forgets the rows of a trial beyond an iteration, and all later trials: they are void, and will come again.</summary>
    public void CutBack(int trial, int iterations)
    {
        if (_rows.RemoveAll(row => row.Trial > trial || (row.Trial == trial && row.Iteration > iterations)) > 0)
        {
            _writer.Dispose();
            _writer = Rewrite();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private StreamWriter Rewrite()
    {
        DurableFile.WriteLines(_path, [InversionRow.Header, .. _rows.Select(row => row.ToString())]);
        return new StreamWriter(_path, append: true) { AutoFlush = true };
    }
}
