using System.Runtime.CompilerServices;

namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>The adjoint of what a tap reads: result[source(s y + i), source(s x + j)] += plane[y, x].</summary>
internal sealed unsafe class ScatteredDeposit : PlaneDeposit
{
    private readonly int _columns, _margin, _left, _right;

    /// <summary>For planes of as many rows and columns as the window has positions in the padded result.</summary>
    public ScatteredDeposit(PlanesShape result, ConvolutionWindow window, PaddedAxis rows, PaddedAxis columns)
        : base(result, window, rows, columns)
    {
        (_columns, _margin) = ((columns.Total - window.Width) / window.Stride + 1, columns.Margin);

        // The columns of the result that every tap reaches, from positions that exist.
        _left = window.Stride == 1 ? Math.Clamp(window.Width - 1 - _margin, 0, result.Width) : 0;
        _right = window.Stride == 1 ? Math.Clamp(_columns - _margin, _left, result.Width) : 0;
    }

    /// <inheritdoc/>
    protected override void AddRows(TapRun taps, PlaneRows band, Real* target)
    {
        for (int y = band.First; y < band.End; y++)
        {
            int row = RowSources[y * Window.Stride + taps.Row];
            if (row >= 0)
            {
                AddRow(band.Row(y), band.Stride, taps, target + (nint)row * Result.Width);
            }
        }
    }

    private void AddRow(Real* source, nint stride, TapRun taps, Real* target)
    {
        AddLines(source + _left + _margin - taps.Column, stride - 1, taps.Count, target + _left, _right - _left);
        for (int tap = 0; tap < taps.Count; tap++, source += stride)
        {
            int j = taps.Column + tap, first = _left < _right ? _left + _margin - j : 0, end = first + _right - _left;
            AddSingly(source, j, 0, first, target);
            AddSingly(source, j, end, _columns, target);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddSingly(Real* source, int j, int first, int end, Real* target)
    {
        ReadOnlySpan<int> columns = ColumnSources;
        for (int x = first, stride = Window.Stride; x < end; x++)
        {
            int column = columns[x * stride + j];
            if (column >= 0)
            {
                target[column] += source[x];
            }
        }
    }
}
