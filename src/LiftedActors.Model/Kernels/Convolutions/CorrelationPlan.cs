namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>
/// How the gradient in the weights is computed: from planes that are read where they lie, or side by side where they are narrow, and from the shifted copy
/// of others.
/// </summary>
/// <remarks>
/// Σ_{y, x} e[f, y, x] z̃[c, s y + i, s x + j] for all f and (c, i, j): e is read and z shifted. Where there are fewer than a tile of
/// filters, at a stride of 1 and with zeros, the same sum is Σ z[c, y, x] ẽ[f, y − i, x − j], with z read and e shifted.
/// </remarks>
internal sealed class CorrelationPlan
{
    /// <summary>With so few filters, most of a tile would be computed in vain.</summary>
    private const int FewFilters = PlaneKernel.CorrelationHeight / 2;

    /// <summary>Decides on the roles.</summary>
    public CorrelationPlan(PlaneKernel kernel, ConvolutionGeometry geometry)
    {
        ConvolutionWindow window = geometry.Window;
        Kernel = kernel;
        bool isZero = window.Mode == PaddingMode.Zero || window.Padding == 0;
        ShiftsError = geometry.Filters <= FewFilters && geometry.Input.Channels > geometry.Filters && window.Stride == 1 && isZero;
        Left = ShiftsError ? geometry.Input : geometry.Output;
        Order = ShiftsError ? WeightOrder.Channels(geometry) : WeightOrder.Filters(geometry);
        var (rows, columns) = ShiftsError
            ? (new PaddedAxis(geometry.Output.Height, window.Height - 1 - window.Padding, PaddingMode.Zero),
                new PaddedAxis(geometry.Output.Width, window.Width - 1 - window.Padding, PaddingMode.Zero))
            : PlanePlan.Axes(geometry.Input, window.Padding, window.Mode);
        Shifted = PlanePlan.Shifted(ShiftsError ? geometry.Output : geometry.Input, window, rows, columns);
        IsNarrow = Left.Width < 2 * kernel.VectorWidth && Left.Width % kernel.VectorWidth != 0;
    }

    /// <summary>The kernels.</summary>
    public PlaneKernel Kernel { get; }

    /// <summary>Whether e is shifted rather than z.</summary>
    public bool ShiftsError { get; }

    /// <summary>The planes that are not shifted.</summary>
    public PlanesShape Left { get; }

    /// <summary>The planes that are.</summary>
    public ShiftedPlanes Shifted { get; }

    /// <summary>Where each sum belongs.</summary>
    public WeightOrder Order { get; }

    /// <summary>Whether rows are short, so that much of their last vector would be masked.</summary>
    public bool IsNarrow { get; }

    /// <summary>The positions of a band whose rows lie side by side; at least a vector, so that none reaches beyond.</summary>
    public int FlatPositions(int rows) => Math.Max(Kernel.VectorWidth, (rows - 1) * Shifted.Pitch + Left.Width);

    /// <summary>The values of all planes of a band side by side; 0 where rows are read where they lie.</summary>
    public int FlatLength => IsNarrow ? Left.Channels * FlatPositions(Shifted.BandRows) : 0;

    /// <summary>The values of the shifted planes, with room for a vector that reaches beyond them.</summary>
    public int CopyLength => Shifted.Length + Kernel.VectorWidth;

    /// <summary>The memory of the tables.</summary>
    public Footprint TablesFootprint(string part) => Shifted.TablesFootprint(part) + Order.Footprint(part);
}
