namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>One direction of a convolution with the buffers that it needs, for one thread.</summary>
internal sealed unsafe class PlaneProduct
{
    private readonly AlignedBuffer _copy;
    private readonly AlignedBuffer _products;
    private readonly AlignedBuffer _zeros;

    /// <summary>Allocates the buffers of a plan.</summary>
    public PlaneProduct(PlanePlan plan)
    {
        Plan = plan;
        (_copy, _products) = (new(plan.CopyLength), new(PlaneKernel.TallestTile * plan.BufferedPlane));
        _zeros = new(PlaneKernel.TallestTile);
    }

    /// <summary>How it is computed.</summary>
    public PlanePlan Plan { get; }

    /// <summary>The memory of the buffers and of the tables of a plan.</summary>
    public static Footprint Footprint(string part, PlanePlan plan) => plan.TablesFootprint(part) + plan.Order.Footprint(part)
        + AlignedBuffer.Footprint(part, plan.CopyLength)
        + AlignedBuffer.Footprint(part, PlaneKernel.TallestTile * plan.BufferedPlane)
        + AlignedBuffer.Footprint(part, PlaneKernel.TallestTile);

    /// <summary>The product for every sample.</summary>
    /// <param name="weights">The weights in the order of the plan.</param>
    /// <param name="bias">What each plane of the result starts from; empty for zeros.</param>
    /// <param name="source">samples × source.</param>
    /// <param name="result">samples × result, overwritten.</param>
    public void Multiply(PlaneWeights weights, ReadOnlySpan<Real> bias, Matrix source, Matrix result)
    {
        fixed (Real* from = source.Values, to = result.Values, factor = weights.Values, start = bias)
        fixed (nint* shifts = Plan.Planes.Shifts, reads = Plan.Reads, writes = Plan.Writes)
        {
            PlaneOperands operands = new()
            {
                Depth = weights.Depth,
                Weights = factor,
                Bias = Plan.Deposit is null ? start : null,
                Shifts = shifts,
                Planes = _copy.Start,
                Reads = reads,
                Writes = writes,
                Target = _products.Start,
                TargetStride = Plan.Deposit is null ? Plan.Result.Pixels : Plan.BufferedPlane,
            };
            for (int sample = 0; sample < source.Rows; sample++)
            {
                Real* planes = from + (nint)sample * source.Columns, target = to + (nint)sample * result.Columns;
                if (Plan.Deposit is not null)
                {
                    Start(bias, target);
                }

                MultiplySample(planes, operands, target);
            }
        }
    }

    private void MultiplySample(Real* source, in PlaneOperands operands, Real* target)
    {
        ShiftedPlanes planes = Plan.Planes;
        for (int first = 0, rows; first < planes.OutputRows; first += rows)
        {
            rows = Math.Min(planes.BandRows, planes.OutputRows - first);
            planes.Fill(source, first, rows, operands.Planes);
            MultiplyBand(first, rows, operands, target);
        }
    }

    private void MultiplyBand(int first, int rows, in PlaneOperands operands, Real* target)
    {
        PlaneOperands tile = operands;
        int planes = Plan.Order.Rows.Length;
        tile.Vectors = Plan.VectorsOf(rows);
        for (int plane = 0, height; plane < planes; plane += height)
        {
            height = PlaneWeights.TileHeight(planes - plane);
            tile.Weights = operands.Weights + plane * operands.Depth;
            tile.Bias = operands.Bias is null ? _zeros.Start : operands.Bias + plane;
            if (Plan.Deposit is null)
            {
                tile.Target = target + plane * operands.TargetStride + (nint)first * Plan.Result.Width;
                Plan.Kernel.Multiply(height, tile);
            }
            else
            {
                Plan.Kernel.Multiply(height, tile);
                var band = new PlaneRows(tile.Target, tile.TargetStride, Plan.Planes.Pitch, first..(first + rows));
                Plan.Deposit.Add(plane, height, band, target);
            }
        }
    }

    private void Start(ReadOnlySpan<Real> bias, Real* target)
    {
        int pixels = Plan.Result.Pixels;
        for (int plane = 0; plane < Plan.Result.Channels; plane++)
        {
            new Span<Real>(target + (nint)plane * pixels, pixels).Fill(bias.IsEmpty ? 0 : bias[plane]);
        }
    }
}
