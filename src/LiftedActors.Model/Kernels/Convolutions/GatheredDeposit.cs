using System.Runtime.CompilerServices;

namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>What a tap reads, at a stride of 1: result[y, x] += plane[source(y + i), source(x + j)].</summary>
internal sealed unsafe class GatheredDeposit : PlaneDeposit
{
    private readonly int _margin, _left, _right;

    /// <summary>For planes with the rows and columns that the axes continue.</summary>
    public GatheredDeposit(PlanesShape result, ConvolutionWindow window, PaddedAxis rows, PaddedAxis columns)
        : base(result, window, rows, columns)
    {
        // The columns of the result where no tap reads the padding.
        _margin = columns.Margin;
        _left = Math.Clamp(_margin, 0, result.Width);
        _right = Math.Clamp(_margin - (window.Width - 1) + columns.Length, _left, result.Width);
    }

    /// <inheritdoc/>
    protected override void AddRows(TapRun taps, PlaneRows band, Real* target)
    {
        for (int y = 0; y < Result.Height; y++, target += Result.Width)
        {
            int row = RowSources[y + taps.Row];
            if (row >= band.First && row < band.End)
            {
                AddRow(band.Row(row), band.Stride, taps, target);
            }
        }
    }

    private void AddRow(Real* source, nint stride, TapRun taps, Real* target)
    {
        AddLines(source + _left + taps.Column - _margin, stride + 1, taps.Count, target + _left, _right - _left);
        for (int tap = 0; tap < taps.Count; tap++, source += stride)
        {
            AddSingly(source, taps.Column + tap, 0, _left, target);
            AddSingly(source, taps.Column + tap, _right, Result.Width, target);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddSingly(Real* source, int j, int first, int end, Real* target)
    {
        ReadOnlySpan<int> columns = ColumnSources;
        for (int x = first; x < end; x++)
        {
            int column = columns[x + j];
            if (column >= 0)
            {
                target[x] += source[column];
            }
        }
    }
}
