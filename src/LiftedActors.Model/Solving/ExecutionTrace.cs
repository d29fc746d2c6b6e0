using System.Globalization;
using System.Text;
using LiftedActors.Model.Blocks;

namespace LiftedActors.Model.Solving;

/// <summary>
/// Which versions an execution took where it had the choice. Per iteration and block: the sweeps of the block's reads that accept newer
/// versions, in the order of its program. Together with the plans this determines every bit: a block's own order is that of its program, and
/// between blocks a version that was taken is a version that was there.
/// </summary>
/// <remarks>As text, one line per iteration and block: <c>12 z.2.0 0 0 1 1 0 2</c>. Only for one writer at a time.</remarks>
public sealed class ExecutionTrace
{
    private readonly Dictionary<(int Iteration, BlockId Block), int[]> _taken = [];

    /// <summary>The number of entries.</summary>
    public int Count => _taken.Count;

    /// <summary>Reads a trace from text.</summary>
    /// <exception cref="FormatException">A line is not an entry.</exception>
    /// <exception cref="ArgumentException">An iteration of a block comes twice.</exception>
    public static ExecutionTrace Read(TextReader text)
    {
        var trace = new ExecutionTrace();
        for (var number = 1; text.ReadLine() is { } line; number++)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var sweeps = new int[Math.Max(0, words.Length - 2)];
            var isEntry = words.Length >= 2 & TryRead(words.FirstOrDefault(), out var iteration) & BlockId.TryParse(words.ElementAtOrDefault(1), out var block);
            for (var i = 0; i < sweeps.Length && isEntry; i++)
            {
                isEntry = TryRead(words[i + 2], out sweeps[i]);
            }

            if (!isEntry)
            {
                throw new FormatException($"Line {number} of the trace, '{line}', is not an iteration, a block and sweeps.");
            }

            trace.Add(iteration, block, sweeps);
        }

        return trace;

        static bool TryRead(string? word, out int number) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Adds what a block took in an iteration.</summary>
    /// <param name="iteration">The iteration.</param>
    /// <param name="block">The block.</param>
    /// <param name="sweeps">The sweep of the version that each read took, for the reads that accept newer versions, in program order; copied.</param>
    /// <exception cref="ArgumentException">The iteration of the block is there already.</exception>
    public void Add(int iteration, BlockId block, ReadOnlySpan<int> sweeps) => _taken.Add((iteration, block), sweeps.ToArray());

    /// <summary>What a block took in an iteration; empty where nothing is known.</summary>
    public ReadOnlySpan<int> Taken(int iteration, BlockId block) => _taken.GetValueOrDefault((iteration, block));

    /// <summary>Writes the trace as text, by iteration and block.</summary>
    public void Write(TextWriter text)
    {
        foreach (var (key, sweeps) in _taken.OrderBy(pair => pair.Key.Iteration).ThenBy(pair => pair.Key.Block.ToString(), StringComparer.Ordinal))
        {
            text.Write(Line(key.Iteration, key.Block, sweeps));
            text.Write('\n');
        }
    }

    /// <summary>One entry as text, without the end of the line.</summary>
    public static string Line(int iteration, BlockId block, ReadOnlySpan<int> sweeps)
    {
        var line = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{iteration} {block}"));
        foreach (var sweep in sweeps)
        {
            line.Append(' ').Append(CultureInfo.InvariantCulture, $"{sweep}");
        }

        return line.ToString();
    }
}
