using System.Numerics;
using System.Runtime.CompilerServices;

namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>Adds planes that a product left in a buffer to the planes of the result that they belong to, shifted by a tap.</summary>
/// <remarks>
/// Planes of one row of taps are added together, and every line from the same column on: a line that was just stored in other vectors than
/// it is read in would have to wait for its way through the cache.
/// </remarks>
internal abstract unsafe class PlaneDeposit
{
    private readonly int[] _rowSources;
    private readonly int[] _columnSources;

    /// <summary>Adds planes to <paramref name="result"/>, one after another for every tap of <paramref name="window"/>.</summary>
    protected PlaneDeposit(PlanesShape result, ConvolutionWindow window, PaddedAxis rows, PaddedAxis columns)
    {
        (Result, Window) = (result, window);
        (_rowSources, _columnSources) = (rows.Sources(rows.Total), columns.Sources(columns.Total));
    }

    /// <summary>The planes of the result.</summary>
    public PlanesShape Result { get; }

    /// <summary>The taps; plane (c, i, j) belongs to plane c of the result.</summary>
    protected ConvolutionWindow Window { get; }

    /// <summary>The row that is read at a padded one, −1 for a zero.</summary>
    protected ReadOnlySpan<int> RowSources => _rowSources;

    /// <summary>The column that is read at a padded one, −1 for a zero.</summary>
    protected ReadOnlySpan<int> ColumnSources => _columnSources;

    /// <summary>The memory of the tables.</summary>
    public Footprint TablesFootprint(string part) =>
        Footprint.OfArray<int>(part, _rowSources.Length) + Footprint.OfArray<int>(part, _columnSources.Length);

    /// <summary>Adds some rows of some planes.</summary>
    /// <param name="first">The number of the first of these planes.</param>
    /// <param name="count">The number of planes.</param>
    /// <param name="band">The rows.</param>
    /// <param name="sample">The result.</param>
    public void Add(int first, int count, PlaneRows band, Real* sample)
    {
        for (int plane = first, run; plane < first + count; plane += run)
        {
            int tap = plane % Window.Taps;
            run = Math.Min(Window.Width - tap % Window.Width, first + count - plane);
            Real* target = sample + (nint)(plane / Window.Taps) * Result.Pixels;
            AddRows(new TapRun(tap / Window.Width, tap % Window.Width, run), band, target);
            band = band.Skip(run);
        }
    }

    /// <summary>Adds the planes of a run of taps to a plane of the result.</summary>
    protected abstract void AddRows(TapRun taps, PlaneRows band, Real* target);

    /// <summary>target += Σ of as many lines, each <paramref name="step"/> after the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected static void AddLines(Real* source, nint step, int lines, Real* target, int length)
    {
        int i = 0;
        for (; i <= length - Vector<Real>.Count; i += Vector<Real>.Count)
        {
            Real* line = source + i;
            Vector<Real> sum = Vector.Load(target + i);
            for (int rest = lines; rest > 0; rest--, line += step)
            {
                sum += Vector.Load(line);
            }

            Vector.Store(sum, target + i);
        }

        for (; i < length; i++)
        {
            for (int line = 0; line < lines; line++)
            {
                target[i] += source[i + line * step];
            }
        }
    }
}

/// <summary>Some taps of one row of a kernel: (i, j), (i, j + 1), ….</summary>
/// <param name="Row">i.</param>
/// <param name="Column">j.</param>
/// <param name="Count">How many.</param>
internal readonly record struct TapRun(int Row, int Column, int Count);

/// <summary>Some rows of some planes.</summary>
internal readonly unsafe struct PlaneRows(Real* values, nint stride, int pitch, Range rows)
{
    /// <summary>The distance from one plane to the next.</summary>
    public readonly nint Stride = stride;

    /// <summary>The first of these rows.</summary>
    public readonly int First = rows.Start.Value;

    /// <summary>The row after the last.</summary>
    public readonly int End = rows.End.Value;

    /// <summary>A row of the first plane.</summary>
    public Real* Row(int row) => values + (nint)(row - First) * pitch;

    /// <summary>The same rows without the first planes.</summary>
    public PlaneRows Skip(int planes) => new(values + planes * Stride, Stride, pitch, First..End);
}
