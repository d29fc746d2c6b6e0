using System.Numerics;

namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>Adds planes that a product left in a buffer to the planes of the result that they belong to, shifted by a tap.</summary>
internal abstract unsafe class PlaneDeposit
{
    private readonly int[] _rowSources;
    private readonly int[] _columnSources;

    /// <summary>Adds planes to <paramref name="result"/>, one after another for every tap of <paramref name="window"/>.</summary>
    protected PlaneDeposit(PlanesShape result, ConvolutionWindow window, int[] rowSources, int[] columnSources) =>
        (Result, Window, _rowSources, _columnSources) = (result, window, rowSources, columnSources);

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

    /// <summary>Adds some rows of a plane.</summary>
    /// <param name="plane">Its number.</param>
    /// <param name="band">Its rows from the first of the band on.</param>
    /// <param name="pitch">The distance from one row to the next.</param>
    /// <param name="rows">Which rows these are.</param>
    /// <param name="sample">The result.</param>
    public void Add(int plane, Real* band, int pitch, Range rows, Real* sample)
    {
        int tap = plane % Window.Taps;
        Real* target = sample + (nint)(plane / Window.Taps) * Result.Pixels;
        AddRows(tap / Window.Width, tap % Window.Width, new PlaneRows(band, pitch, rows.Start.Value, rows.End.Value), target);
    }

    /// <summary>Adds the rows of the plane of tap (i, j) to a plane of the result.</summary>
    protected abstract void AddRows(int i, int j, in PlaneRows rows, Real* target);

    /// <summary>target += source.</summary>
    protected static void AddLine(Real* source, Real* target, int count)
    {
        int i = 0;
        for (; i <= count - Vector<Real>.Count; i += Vector<Real>.Count)
        {
            Vector.Store(Vector.Load(target + i) + Vector.Load(source + i), target + i);
        }

        for (; i < count; i++)
        {
            target[i] += source[i];
        }
    }
}

/// <summary>Some rows of a plane.</summary>
internal readonly unsafe struct PlaneRows(Real* values, int pitch, int first, int end)
{
    /// <summary>The first of these rows.</summary>
    public readonly int First = first;

    /// <summary>The row after the last.</summary>
    public readonly int End = end;

    /// <summary>One of these rows.</summary>
    public Real* Row(int row) => values + (nint)(row - First) * pitch;
}

/// <summary>What a position's tap reads from the result: result[source(s y + i), source(s x + j)] += plane[y, x], the adjoint of reading it.</summary>
internal sealed unsafe class ScatteredDeposit : PlaneDeposit
{
    private readonly int _rows, _columns, _margin;

    /// <summary>For planes of as many rows and columns as the window has positions.</summary>
    public ScatteredDeposit(PlanesShape result, ConvolutionWindow window, PaddedAxis rows, PaddedAxis columns)
        : base(result, window, rows.Sources(rows.Total), columns.Sources(columns.Total))
    {
        (_rows, _columns) = ((rows.Total - window.Height) / window.Stride + 1, (columns.Total - window.Width) / window.Stride + 1);
        _margin = columns.Margin;
    }

    /// <inheritdoc/>
    protected override void AddRows(int i, int j, in PlaneRows rows, Real* target)
    {
        for (int y = rows.First; y < Math.Min(rows.End, _rows); y++)
        {
            int row = RowSources[y * Window.Stride + i];
            if (row >= 0)
            {
                AddRow(rows.Row(y), j, target + (nint)row * Result.Width);
            }
        }
    }

    private void AddRow(Real* source, int j, Real* target)
    {
        int left = _columns, right = _columns;
        if (Window.Stride == 1)
        {
            left = Math.Clamp(_margin - j, 0, _columns);
            right = Math.Clamp(_margin - j + Result.Width, left, _columns);
            AddLine(source + left, target + left + j - _margin, right - left);
        }

        AddSingly(source, j, 0, left, target);
        AddSingly(source, j, right, _columns, target);
    }

    private void AddSingly(Real* source, int j, int first, int end, Real* target)
    {
        for (int x = first; x < end; x++)
        {
            int column = ColumnSources[x * Window.Stride + j];
            if (column >= 0)
            {
                target[column] += source[x];
            }
        }
    }
}

/// <summary>What a tap reads from planes of products, at a stride of 1: result[y, x] += plane[source(y + i), source(x + j)].</summary>
internal sealed unsafe class GatheredDeposit : PlaneDeposit
{
    private readonly int _margin, _width;

    /// <summary>For planes with the rows and columns that the axes continue.</summary>
    public GatheredDeposit(PlanesShape result, ConvolutionWindow window, PaddedAxis rows, PaddedAxis columns)
        : base(result, window, rows.Sources(rows.Total), columns.Sources(columns.Total)) =>
        (_margin, _width) = (columns.Margin, columns.Length);

    /// <inheritdoc/>
    protected override void AddRows(int i, int j, in PlaneRows rows, Real* target)
    {
        int width = Result.Width, left = Math.Clamp(_margin - j, 0, width), right = Math.Clamp(_margin - j + _width, left, width);
        for (int y = 0; y < Result.Height; y++, target += width)
        {
            int row = RowSources[y + i];
            if (row >= rows.First && row < rows.End)
            {
                Real* source = rows.Row(row);
                AddLine(source + left + j - _margin, target + left, right - left);
                AddSingly(source, j, 0, left, target);
                AddSingly(source, j, right, width, target);
            }
        }
    }

    private void AddSingly(Real* source, int j, int first, int end, Real* target)
    {
        for (int x = first; x < end; x++)
        {
            int column = ColumnSources[x + j];
            if (column >= 0)
            {
                target[x] += source[column];
            }
        }
    }
}
