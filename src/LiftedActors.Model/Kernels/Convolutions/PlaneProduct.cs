namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>One direction of a convolution with the buffers that it needs, for one thread.</summary>
internal sealed unsafe class PlaneProduct
{
    private readonly Real[] _copy;
    private readonly Real[] _products;
    private readonly Real[] _zeros;

    /// <summary>Allocates the buffers of a plan.</summary>
    public PlaneProduct(PlanePlan plan)
    {
        Plan = plan;
        _copy = new Real[plan.CopyLength];
        _products = new Real[PlaneKernel.TallestTile * plan.BufferedPlane];
        _zeros = new Real[PlaneKernel.TallestTile];
    }

    /// <summary>How it is computed.</summary>
    public PlanePlan Plan { get; }

    /// <summary>The memory of the buffers and of the tables of a plan.</summary>
    public static Footprint Footprint(string part, PlanePlan plan) => plan.TablesFootprint(part) + plan.Order.Footprint(part)
        + Kernels.Footprint.OfArray<Real>(part, plan.CopyLength)
        + Kernels.Footprint.OfArray<Real>(part, (long)PlaneKernel.TallestTile * plan.BufferedPlane)
        + Kernels.Footprint.OfArray<Real>(part, PlaneKernel.TallestTile);

    /// <summary>The product for every sample.</summary>
    /// <param name="weights">The weights in the order of the plan.</param>
    /// <param name="bias">What each plane of the result starts from; empty for zeros.</param>
    /// <param name="source">samples × source.</param>
    /// <param name="result">samples × result, overwritten.</param>
    public void Multiply(PlaneWeights weights, ReadOnlySpan<Real> bias, Matrix source, Matrix result)
    {
        fixed (Real* from = source.Values, to = result.Values, copy = _copy, products = _products, zeros = _zeros, factor = weights.Values, start = bias)
        fixed (nint* shifts = Plan.Planes.Shifts, reads = Plan.Reads, writes = Plan.Writes)
        {
            PlaneOperands operands = new()
            {
                Depth = weights.Depth,
                Weights = factor,
                Bias = Plan.Deposit is null ? start : null,
                Shifts = shifts,
                Planes = copy,
                Reads = reads,
                Writes = writes,
                Target = products,
                TargetStride = Plan.Deposit is null ? Plan.Result.Pixels : Plan.BufferedPlane,
            };
            for (int sample = 0; sample < source.Rows; sample++)
            {
                Real* planes = from + (nint)sample * source.Columns, target = to + (nint)sample * result.Columns;
                if (Plan.Deposit is not null)
                {
                    Start(bias, target);
                }

                MultiplySample(planes, operands, zeros, target);
            }
        }
    }

    private void MultiplySample(Real* source, in PlaneOperands operands, Real* zeros, Real* target)
    {
        ShiftedPlanes planes = Plan.Planes;
        for (int first = 0, rows; first < planes.OutputRows; first += rows)
        {
            rows = Math.Min(planes.BandRows, planes.OutputRows - first);
            planes.Fill(source, first, rows, operands.Planes);
            MultiplyBand(first, rows, operands, zeros, target);
        }
    }

    private void MultiplyBand(int first, int rows, in PlaneOperands operands, Real* zeros, Real* target)
    {
        PlaneOperands tile = operands;
        int planes = Plan.Order.Rows.Length;
        tile.Vectors = Plan.VectorsOf(rows);
        for (int plane = 0, height; plane < planes; plane += height)
        {
            height = PlaneWeights.TileHeight(planes - plane);
            tile.Weights = operands.Weights + plane * operands.Depth;
            tile.Bias = operands.Bias is null ? zeros : operands.Bias + plane;
            if (Plan.Deposit is null)
            {
                tile.Target = target + plane * operands.TargetStride + (nint)first * Plan.Result.Width;
                Plan.Kernel.Multiply(height, tile);
            }
            else
            {
                Plan.Kernel.Multiply(height, tile);
                for (int i = 0; i < height; i++)
                {
                    Plan.Deposit.Add(plane + i, tile.Target + i * tile.TargetStride, Plan.Planes.Pitch, first..(first + rows), target);
                }
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
