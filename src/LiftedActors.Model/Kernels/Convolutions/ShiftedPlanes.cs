using System.Numerics;
using System.Runtime.CompilerServices;

namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>
/// How the planes of a sample are copied, continued by their padding and split by phase, so that every summand of a convolution is a
/// shift of the copy: an entry of the patch at (y, x) lies at its shift + y · pitch + x, whatever the stride.
/// </summary>
/// <remarks>
/// Phase (a, b) of a plane holds its padded rows s u + a and columns s v + b; tap (i, j) reads phase (i mod s, j mod s) at (y + ⌊i/s⌋, x + ⌊j/s⌋).
/// The copy holds a band of output rows at a time. Patches are never written out.
/// </remarks>
internal sealed unsafe class ShiftedPlanes
{
    private readonly int[] _rowSources;
    private readonly int[] _columnSources;
    private readonly int _stride, _rowPhases, _columnPhases, _halo, _left, _right;

    /// <summary>Lays out bands of <paramref name="bandRows"/> rows.</summary>
    /// <param name="source">The planes of a sample.</param>
    /// <param name="window">Kernel size and stride.</param>
    /// <param name="rows">The padded rows.</param>
    /// <param name="columns">The padded columns.</param>
    /// <param name="bandRows">The most output rows at a time.</param>
    public ShiftedPlanes(PlanesShape source, ConvolutionWindow window, PaddedAxis rows, PaddedAxis columns, int bandRows)
    {
        (Source, _stride) = (source, window.Stride);
        (_rowPhases, _columnPhases) = (Math.Min(_stride, window.Height), Math.Min(_stride, window.Width));
        _halo = (window.Height - 1) / _stride;
        (OutputRows, OutputColumns) = ((rows.Total - window.Height) / _stride + 1, (columns.Total - window.Width) / _stride + 1);
        Pitch = OutputColumns + (window.Width - 1) / _stride;
        BandRows = Math.Min(bandRows, OutputRows);
        PlaneLength = WithoutConflict((BandRows + _halo) * Pitch);
        Length = source.Channels * _rowPhases * _columnPhases * PlaneLength;

        // One phase lies beside another: of row s u + a and column s v + b, the tables hold entry (u, a) and entry (b, v).
        _rowSources = rows.Sources((OutputRows + _halo) * _stride);
        _columnSources = new int[_columnPhases * Pitch];
        for (int i = 0; i < _columnSources.Length; i++)
        {
            _columnSources[i] = columns.Source(i % Pitch * _stride + i / Pitch);
        }

        // Between these, columns without a stride are copied together.
        (_left, _right) = _stride == 1
            ? (Math.Clamp(columns.Margin, 0, Pitch), Math.Clamp(columns.Margin + columns.Length, 0, Pitch))
            : (0, 0);
        Shifts = FindShifts(window);
    }

    /// <summary>The planes of a sample.</summary>
    public PlanesShape Source { get; }

    /// <summary>The positions of the window along a column.</summary>
    public int OutputRows { get; }

    /// <summary>The positions of the window along a row.</summary>
    public int OutputColumns { get; }

    /// <summary>The most output rows in a band.</summary>
    public int BandRows { get; }

    /// <summary>The distance from one output row to the next.</summary>
    public int Pitch { get; }

    /// <summary>The distance from one plane of one phase to the next.</summary>
    public int PlaneLength { get; }

    /// <summary>The values of the copy.</summary>
    public int Length { get; }

    /// <summary>For every entry (c, i, j) of a patch, where its first value lies.</summary>
    public nint[] Shifts { get; }

    /// <summary>The memory of the tables.</summary>
    public Footprint TablesFootprint(string part) => Footprint.OfArray<int>(part, _rowSources.Length)
        + Footprint.OfArray<int>(part, _columnSources.Length) + Footprint.OfArray<nint>(part, Shifts.Length);

    /// <summary>The values that one output row takes, and the values of the halo.</summary>
    public static (long PerRow, long Halo) Cost(PlanesShape source, ConvolutionWindow window, int outputColumns)
    {
        long phases = (long)Math.Min(window.Stride, window.Height) * Math.Min(window.Stride, window.Width);
        long perRow = source.Channels * phases * (outputColumns + (window.Width - 1) / window.Stride);
        return (perRow, perRow * ((window.Height - 1) / window.Stride));
    }

    /// <summary>Copies what <paramref name="count"/> output rows from <paramref name="first"/> on read.</summary>
    public void Fill(Real* sample, int first, int count, Real* copy)
    {
        bool isWhole = _stride == 1 && _left == 0 && _right == Source.Width && Pitch == Source.Width;
        for (int channel = 0; channel < Source.Channels; channel++, sample += Source.Pixels)
        {
            for (int phase = 0; phase < _rowPhases; phase++)
            {
                if (isWhole && _rowSources[first] == first && _rowSources[first + count + _halo - 1] == first + count + _halo - 1)
                {
                    CopyLine(sample + first * Pitch, copy, (count + _halo) * Pitch);
                }
                else
                {
                    FillRows(sample, first * _stride + phase, count + _halo, copy);
                }

                copy += _columnPhases * PlaneLength;
            }
        }
    }

    private void FillRows(Real* plane, int firstSource, int count, Real* copy)
    {
        for (int row = 0; row < count; row++, copy += Pitch)
        {
            int source = _rowSources[firstSource + row * _stride];
            for (int phase = 0; phase < _columnPhases; phase++)
            {
                Real* target = copy + phase * PlaneLength;
                if (source < 0)
                {
                    new Span<Real>(target, Pitch).Clear();
                }
                else
                {
                    FillRow(plane + source * Source.Width, _columnSources.AsSpan(phase * Pitch, Pitch), target);
                }
            }
        }
    }

    private void FillRow(Real* source, ReadOnlySpan<int> columns, Real* target)
    {
        Select(source, columns, 0, _left, target);
        if (_left < _right)
        {
            CopyLine(source + columns[_left], target + _left, _right - _left);
        }

        Select(source, columns, Math.Max(_left, _right), Pitch, target);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Select(Real* source, ReadOnlySpan<int> columns, int first, int end, Real* target)
    {
        for (int i = first; i < end; i++)
        {
            int column = columns[i];
            target[i] = column < 0 ? 0 : source[column];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyLine(Real* source, Real* target, int count)
    {
        int i = 0;
        for (; i <= count - Vector<Real>.Count; i += Vector<Real>.Count)
        {
            Vector.Store(Vector.Load(source + i), target + i);
        }

        for (; i < count; i++)
        {
            target[i] = source[i];
        }
    }

    /// <summary>An odd number of cache lines, so that the same pixel of all planes does not fall into few sets of the cache.</summary>
    private static int WithoutConflict(int length) => ((length + AlignedBuffer.Line - 1) / AlignedBuffer.Line | 1) * AlignedBuffer.Line;

    private nint[] FindShifts(ConvolutionWindow window)
    {
        var shifts = new nint[Source.Channels * window.Taps];
        for (int entry = 0; entry < shifts.Length; entry++)
        {
            int channel = entry / window.Taps, i = entry % window.Taps / window.Width, j = entry % window.Width;
            int plane = (channel * _rowPhases + i % _stride) * _columnPhases + j % _stride;
            shifts[entry] = (nint)plane * PlaneLength + i / _stride * Pitch + j / _stride;
        }

        return shifts;
    }
}
