namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>
/// How one direction of a convolution is computed: as a product of weights with shifted planes, a band of rows at a time, that goes
/// to the result at once or is deposited there from a buffer.
/// </summary>
/// <remarks>
/// Two forms. Direct: a row of weights for every plane of the result, a summand for every entry of a patch. By taps: a row for every tap of every plane
/// of the result, a summand for every plane of the source; then planes of products are added where their tap belongs. The second reads every source value once, and is
/// the faster one where the result has few planes and the source has many, since a tile of few rows cannot keep the multipliers busy.
/// </remarks>
internal sealed class PlanePlan
{
    /// <summary>The values of a copied band, which is to stay in the second-level cache beside weights and results.</summary>
    private const int ValuesPerBand = 192 * 1024 / sizeof(Real);

    /// <summary>Up to so many planes of the result, tiles are too low for the direct form.</summary>
    private const int FewPlanes = 2;

    /// <summary>From so many planes of the source on, adding the planes of taps is little beside their products.</summary>
    private const int ManyPlanes = 6;

    private PlanePlan(PlaneKernel kernel, WeightOrder order, ShiftedPlanes planes, PlaneDeposit? deposit, PlanesShape result)
    {
        (Kernel, Order, Planes, Deposit, Result) = (kernel, order, planes, deposit, result);
        int width = kernel.VectorWidth;
        if (deposit is null)
        {
            VectorsPerRow = (planes.OutputColumns + width - 1) / width;
            (Reads, Writes) = (new nint[planes.BandRows * VectorsPerRow], new nint[planes.BandRows * VectorsPerRow]);
            for (int vector = 0; vector < Reads.Length; vector++)
            {
                int row = vector / VectorsPerRow, column = Math.Min(vector % VectorsPerRow * width, planes.OutputColumns - width);
                (Reads[vector], Writes[vector]) = ((nint)row * planes.Pitch + column, (nint)row * planes.OutputColumns + column);
            }
        }
        else
        {
            Reads = new nint[VectorsOf(planes.BandRows)];
            for (int vector = 0; vector < Reads.Length; vector++)
            {
                Reads[vector] = (nint)vector * width;
            }

            Writes = Reads;
        }
    }

    /// <summary>The kernels.</summary>
    public PlaneKernel Kernel { get; }

    /// <summary>How the weights are read.</summary>
    public WeightOrder Order { get; }

    /// <summary>The copied planes of the source.</summary>
    public ShiftedPlanes Planes { get; }

    /// <summary>Where planes of products go; none where they are the result.</summary>
    public PlaneDeposit? Deposit { get; }

    /// <summary>The planes of the result.</summary>
    public PlanesShape Result { get; }

    /// <summary>The vectors of one row where the product is the result; otherwise rows are computed side by side.</summary>
    public int VectorsPerRow { get; }

    /// <summary>Where each vector of a band begins in the copied planes.</summary>
    public nint[] Reads { get; }

    /// <summary>Where it begins in the target.</summary>
    public nint[] Writes { get; }

    /// <summary>The length of a plane of products in the buffer; 0 where none is needed.</summary>
    public int BufferedPlane => Deposit is null ? 0 : Reads.Length * Kernel.VectorWidth;

    /// <summary>The values of the copied planes, with room for a vector that reaches beyond them.</summary>
    public int CopyLength => Planes.Length + 2 * Kernel.VectorWidth;

    /// <summary>The memory of the tables, but for the order of the weights.</summary>
    public Footprint TablesFootprint(string part) => Planes.TablesFootprint(part) + Footprint.OfArray<nint>(part, Reads.Length)
        + (Deposit is null ? Footprint.OfArray<nint>(part, Writes.Length) : Deposit.TablesFootprint(part));

    /// <summary>The vectors of a band of some rows.</summary>
    public int VectorsOf(int rows) => Deposit is null
        ? rows * VectorsPerRow
        : ((rows - 1) * Planes.Pitch + Planes.OutputColumns + Kernel.VectorWidth - 1) / Kernel.VectorWidth;

    /// <summary>K z.</summary>
    public static PlanePlan Forward(PlaneKernel kernel, ConvolutionGeometry geometry)
    {
        var (rows, columns) = Axes(geometry.Input, geometry.Window.Padding, geometry.Window.Mode);
        if (geometry.Window.Stride == 1 && geometry.Filters <= FewPlanes && geometry.Input.Channels >= ManyPlanes)
        {
            var gathered = new GatheredDeposit(geometry.Output, geometry.Window, rows, columns);
            return new(kernel, WeightOrder.FilterTaps(geometry), Unshifted(geometry.Input), gathered, geometry.Output);
        }

        ShiftedPlanes planes = Shifted(geometry.Input, geometry.Window, rows, columns);
        return new(kernel, WeightOrder.Filters(geometry), planes, DepositOfNarrow(kernel, geometry.Output), geometry.Output);
    }

    /// <summary>Kᵀ e.</summary>
    public static PlanePlan Adjoint(PlaneKernel kernel, ConvolutionGeometry geometry)
    {
        ConvolutionWindow window = geometry.Window;
        var (rows, columns) = Axes(geometry.Input, window.Padding, window.Mode);
        if (window.Stride > 1 || (geometry.Input.Channels <= FewPlanes && geometry.Filters >= ManyPlanes))
        {
            var scattered = new ScatteredDeposit(geometry.Input, window, rows, columns);
            return new(kernel, WeightOrder.Patches(geometry), Unshifted(geometry.Output), scattered, geometry.Input);
        }

        // A reflection is undone afterwards: first all padded positions, then what they reflect is added to where it came from.
        bool isReflected = window.Mode == PaddingMode.Reflect && window.Padding > 0;
        int padding = isReflected ? 0 : window.Padding;
        ShiftedPlanes planes = Shifted(
            geometry.Output,
            window,
            new PaddedAxis(geometry.Output.Height, window.Height - 1 - padding, PaddingMode.Zero),
            new PaddedAxis(geometry.Output.Width, window.Width - 1 - padding, PaddingMode.Zero));
        PlaneDeposit? deposit = isReflected
            ? new ScatteredDeposit(geometry.Input, new ConvolutionWindow(1, 1), rows, columns)
            : DepositOfNarrow(kernel, geometry.Input);
        return new(kernel, WeightOrder.Channels(geometry), planes, deposit, geometry.Input);
    }

    /// <summary>The axes of planes with the same margin on all sides.</summary>
    public static (PaddedAxis Rows, PaddedAxis Columns) Axes(PlanesShape shape, int margin, PaddingMode mode) =>
        (new(shape.Height, margin, mode), new(shape.Width, margin, mode));

    /// <summary>The planes for a window, in bands that stay in the cache.</summary>
    public static ShiftedPlanes Shifted(PlanesShape source, ConvolutionWindow window, PaddedAxis rows, PaddedAxis columns)
    {
        int outputRows = (rows.Total - window.Height) / window.Stride + 1, outputColumns = (columns.Total - window.Width) / window.Stride + 1;
        var (perRow, halo) = ShiftedPlanes.Cost(source, window, outputColumns);
        long fitting = Math.Clamp((ValuesPerBand - halo) / perRow, 1, outputRows), bands = (outputRows + fitting - 1) / fitting;
        return new ShiftedPlanes(source, window, rows, columns, (int)((outputRows + bands - 1) / bands));
    }

    private static ShiftedPlanes Unshifted(PlanesShape source)
    {
        var (rows, columns) = Axes(source, 0, PaddingMode.Zero);
        return Shifted(source, new ConvolutionWindow(1, 1), rows, columns);
    }

    /// <summary>Rows that are shorter than a vector are computed side by side and then taken apart.</summary>
    private static ScatteredDeposit? DepositOfNarrow(PlaneKernel kernel, PlanesShape result)
    {
        var (rows, columns) = Axes(result, 0, PaddingMode.Zero);
        return result.Width < kernel.VectorWidth ? new ScatteredDeposit(result, new ConvolutionWindow(1, 1), rows, columns) : null;
    }
}
