namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>The gradient in the weights with the buffers that it needs, for one thread.</summary>
internal sealed unsafe class PatchCorrelation
{
    private const int Tile = PlaneKernel.CorrelationHeight * PlaneKernel.CorrelationWidth;

    private readonly CorrelationPlan _plan;
    private readonly AlignedBuffer _copy;
    private readonly AlignedBuffer _flat;
    private readonly AlignedBuffer _masks;
    private readonly AlignedBuffer _lanes;

    /// <summary>Allocates the buffers of a plan.</summary>
    public PatchCorrelation(CorrelationPlan plan)
    {
        _plan = plan;
        int width = plan.Kernel.VectorWidth;
        (_copy, _flat) = (new(plan.CopyLength), new(plan.FlatLength));
        (_masks, _lanes) = (new(2 * width), new(Tile * width));
        new Span<Real>(_masks.Start + width, width).Fill(1);
    }

    /// <summary>The memory of the buffers and of the tables of a plan.</summary>
    public static Footprint Footprint(string part, CorrelationPlan plan) => plan.TablesFootprint(part)
        + AlignedBuffer.Footprint(part, plan.CopyLength)
        + AlignedBuffer.Footprint(part, plan.FlatLength)
        + AlignedBuffer.Footprint(part, 2 * plan.Kernel.VectorWidth)
        + AlignedBuffer.Footprint(part, Tile * plan.Kernel.VectorWidth);

    /// <summary>The gradient, summed over the samples.</summary>
    /// <param name="error">samples × output.</param>
    /// <param name="z">samples × input.</param>
    /// <param name="gradient">filters × patch, overwritten.</param>
    public void Correlate(Matrix error, Matrix z, Matrix gradient)
    {
        gradient.Values.Clear();
        (Matrix left, Matrix shifted) = _plan.ShiftsError ? (z, error) : (error, z);
        fixed (Real* planes = left.Values, source = shifted.Values, sums = gradient.Values)
        {
            for (int sample = 0; sample < left.Rows; sample++)
            {
                Real* leftPlanes = planes + (nint)sample * left.Columns, sourcePlanes = source + (nint)sample * shifted.Columns;
                ShiftedPlanes bands = _plan.Shifted;
                for (int first = 0, rows; first < bands.OutputRows; first += rows)
                {
                    rows = Math.Min(bands.BandRows, bands.OutputRows - first);
                    bands.Fill(sourcePlanes, first, rows, _copy.Start);
                    CorrelationBand band = _plan.IsNarrow
                        ? SideBySide(leftPlanes, first, rows)
                        : new CorrelationBand(leftPlanes + (nint)first * _plan.Left.Width, _plan.Left.Pixels, rows, _plan.Left.Width);
                    AddBand(band, sums);
                }
            }
        }
    }

    /// <summary>Short rows, at the pitch of the copy, with zeros between them.</summary>
    private CorrelationBand SideBySide(Real* planes, int first, int rows)
    {
        Real* flat = _flat.Start;
        PlanesShape shape = _plan.Left;
        int pitch = _plan.Shifted.Pitch, length = _plan.FlatPositions(rows);
        new Span<Real>(flat, shape.Channels * length).Clear();
        for (int plane = 0; plane < shape.Channels; plane++)
        {
            Real* source = planes + (nint)plane * shape.Pixels + first * shape.Width, target = flat + (nint)plane * length;
            for (int row = 0; row < rows; row++, source += shape.Width, target += pitch)
            {
                new ReadOnlySpan<Real>(source, shape.Width).CopyTo(new Span<Real>(target, shape.Width));
            }
        }

        return new CorrelationBand(flat, length, 1, length);
    }

    private void AddBand(in CorrelationBand band, Real* gradient)
    {
        const int height = PlaneKernel.CorrelationHeight, width = PlaneKernel.CorrelationWidth;
        Real* sums = stackalloc Real[Tile], copy = _copy.Start;
        ReadOnlySpan<int> places = _plan.Order.Rows, columns = _plan.Order.Columns;
        ReadOnlySpan<nint> shifts = _plan.Shifted.Shifts;
        CorrelationOperands operands = new()
        {
            LeftPitch = _plan.Left.Width,
            RightPitch = _plan.Shifted.Pitch,
            Rows = band.Rows,
            Columns = band.Columns,
            Masks = _masks.Start,
        };
        for (int plane = 0; plane < places.Length; plane += height)
        {
            // A tile beyond the last plane computes that again, and keeps nothing of it.
            int lastPlane = places.Length - 1, lastShift = shifts.Length - 1;
            operands.Left0 = band.Planes + plane * band.Stride;
            operands.Left1 = band.Planes + Math.Min(plane + 1, lastPlane) * band.Stride;
            operands.Left2 = band.Planes + Math.Min(plane + 2, lastPlane) * band.Stride;
            operands.Left3 = band.Planes + Math.Min(plane + 3, lastPlane) * band.Stride;
            for (int entry = 0; entry < shifts.Length; entry += width)
            {
                operands.Right0 = copy + shifts[entry];
                operands.Right1 = copy + shifts[Math.Min(entry + 1, lastShift)];
                operands.Right2 = copy + shifts[Math.Min(entry + 2, lastShift)];
                _plan.Kernel.Correlate(operands, _lanes.Start);
                LaneSums.Add(_lanes.Start, _plan.Kernel.VectorWidth, sums);
                for (int i = 0; i < Math.Min(height, places.Length - plane); i++)
                {
                    for (int j = 0; j < Math.Min(width, shifts.Length - entry); j++)
                    {
                        gradient[places[plane + i] + columns[entry + j]] += sums[i * width + j];
                    }
                }
            }
        }
    }
}

/// <summary>Some rows of all planes.</summary>
internal readonly unsafe struct CorrelationBand(Real* planes, nint stride, int rows, int columns)
{
    /// <summary>The first row of the first plane.</summary>
    public readonly Real* Planes = planes;

    /// <summary>The distance from one plane to the next.</summary>
    public readonly nint Stride = stride;

    /// <summary>The rows.</summary>
    public readonly int Rows = rows;

    /// <summary>Their length.</summary>
    public readonly int Columns = columns;
}
