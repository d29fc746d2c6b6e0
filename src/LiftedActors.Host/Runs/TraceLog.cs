using LiftedActors.Model.Blocks;
using LiftedActors.Model.Solving;

namespace LiftedActors.Host.Runs;

/// <summary>Which versions an asynchronous run took; there is no file where no read had the choice.</summary>
internal sealed class TraceLog : IDisposable
{
    private readonly string _path;
    private StreamWriter? _lines;

    /// <summary>Opens the trace of a run and keeps what an earlier part of it wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="iterations">The iterations to keep.</param>
    public TraceLog(string path, int iterations)
    {
        _path = path;
        CutBack(iterations);
    }

    /// <summary>Adds what a block took.</summary>
    public void Add(int iteration, BlockId block, ReadOnlySpan<int> sweeps)
    {
        _lines ??= new StreamWriter(_path, append: true);
        _lines.WriteLine(ExecutionTrace.Line(iteration, block, sweeps));
    }

    /// <summary>Sends what was added on its way to the disk.</summary>
    public void Flush() => _lines?.Flush();

    /// <summary>Forgets what lies beyond an iteration, and a line that was not finished: it is void, and will come again.</summary>
    public void CutBack(int iterations)
    {
        Dispose();
        if (!File.Exists(_path))
        {
            return;
        }

        var kept = Whole(File.ReadAllText(_path)).Where(line => Iteration(line) < iterations).ToArray();
        DurableFile.WriteLines(_path, kept);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lines?.Dispose();
        _lines = null;
    }

    private static string[] Whole(string text) => text.LastIndexOf('\n') is >= 0 and var end ? text[..end].Split('\n') : [];

    private static int Iteration(string line) => int.TryParse(line.AsSpan(0, Math.Max(0, line.IndexOf(' '))), out var iteration) ? iteration : int.MaxValue;
}
