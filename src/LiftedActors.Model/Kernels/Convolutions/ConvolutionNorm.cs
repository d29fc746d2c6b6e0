namespace LiftedActors.Model.Kernels.Convolutions;

/// <summary>Bounds on |K|² = λ_max(KᵀK) of a convolution, which step lengths are made of.</summary>
/// <remarks>
/// The estimate is a power iteration through K and Kᵀ, whose norms are summed in double. The certified bound is the lesser of two, each of
/// which holds for every stride and padding, with sums in double:
/// <para>|K|₁|K|_∞, from sums of |w| along the rows and columns of K; the latter count how often each row and column of a plane is read.</para>
/// <para>m min(|W|²_F, |W|₁|W|_∞), where W is the matrix of weights and m the most entries of patches that one pixel is:
/// |K z|² = Σ |W patch|² ≤ |W|² Σ |patch|² ≤ m |W|² |z|².</para>
/// </remarks>
public sealed class ConvolutionNorm
{
    private const int ColdIterations = 30;
    private const int WarmIterations = 3;
    private readonly ConvolutionWorkspace _workspace;
    private readonly Matrix _vector;
    private readonly Matrix _image;
    private readonly double[] _sums;

    /// <summary>Creates the workspace for convolutions of one geometry.</summary>
    public ConvolutionNorm(ConvolutionGeometry geometry)
    {
        _workspace = new ConvolutionWorkspace(geometry);
        (_vector, _image) = (new(1, geometry.Input.Length), new(1, geometry.Output.Length));
        Start = new Real[geometry.Input.Length];
        _sums = new double[geometry.Patch];
        Reads = ReadCounts.Of(geometry);
    }

    /// <summary>The last right singular vector, from which the next estimate starts; zero before the first.</summary>
    public Span<Real> Vector => _vector.Values;

    /// <summary>Where the last estimate started; from there it can be repeated to the bit.</summary>
    public Real[] Start { get; }

    private ReadCounts Reads { get; }

    private ConvolutionGeometry Geometry => _workspace.Geometry;

    /// <summary>The memory of the workspace.</summary>
    public static Footprint Footprint(string part, ConvolutionGeometry geometry) => ConvolutionWorkspace.Footprint(part, geometry)
        + Matrix.Footprint(part, 1, geometry.Input.Length)
        + Matrix.Footprint(part, 1, geometry.Output.Length)
        + Kernels.Footprint.OfArray<Real>(part, geometry.Input.Length)
        + Kernels.Footprint.OfArray<double>(part, geometry.Patch)
        + ReadCounts.Of(geometry).Footprint(part);

    /// <summary>|K|² by power iteration from <see cref="Vector"/>; it converges from below, so this is an estimate. Cost: K and Kᵀ, 3 times, at first 30 times.</summary>
    /// <exception cref="ArgumentException">The filters are of another geometry.</exception>
    public double Estimate(PackedFilters filters)
    {
        ArgumentNullException.ThrowIfNull(filters);
        Vector.CopyTo(Start);
        int iterations = WarmIterations;
        if (VectorKernels.SquaredNorm(Vector) == 0)
        {
            iterations = ColdIterations;
            StartAfresh(filters);
        }

        double squared = 0;
        for (int k = 0; k < iterations; k++)
        {
            double length = VectorKernels.SquaredNorm(Vector);
            if (length == 0)
            {
                return 0;
            }

            VectorKernels.Scale(Vector, (Real)(1 / Math.Sqrt(length)), Vector);
            ConvolutionProduct.Apply(filters, _vector, _image, _workspace);

            // By the length that the rounded vector really has.
            squared = VectorKernels.SquaredNorm(_image.Values) / VectorKernels.SquaredNorm(Vector);
            ConvolutionProduct.ApplyAdjoint(filters, _image, _vector, _workspace);
        }

        return squared;
    }

    /// <summary>A bound that |K|² never exceeds.</summary>
    /// <param name="weights">filters × patch.</param>
    /// <exception cref="ArgumentException">The shape is another.</exception>
    public double Certified(Matrix weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Rows != Geometry.Filters || weights.Columns != Geometry.Patch)
        {
            throw new ArgumentException(
                $"Weights of {weights} do not fit the convolution {Geometry}: give {Geometry.Filters} × {Geometry.Patch}.", nameof(weights));
        }

        Array.Clear(_sums);
        var (frobenius, largestRow, largestColumn) = (0.0, 0.0, 0.0);
        for (int filter = 0; filter < weights.Rows; filter++)
        {
            var (sum, squares) = VectorKernels.AddMagnitudes(weights.Row(filter), _sums);
            frobenius += squares;
            largestRow = Math.Max(largestRow, sum);
        }

        foreach (double sum in _sums)
        {
            largestColumn = Math.Max(largestColumn, sum);
        }

        double matrix = Math.Min(frobenius, largestRow * largestColumn);
        return Math.Min(largestRow * Reads.LargestColumnSum(_sums, Geometry.Window), Reads.Most * matrix);
    }

    /// <summary>Forgets the singular vector, for weights that have nothing to do with the last ones.</summary>
    public void Restart() => Vector.Clear();

    /// <summary>A start with a component along every singular vector but for an accident, and Kᵀ of such a one where that accident happens.</summary>
    private void StartAfresh(PackedFilters filters)
    {
        Spread(Vector);
        ConvolutionProduct.Apply(filters, _vector, _image, _workspace);
        if (VectorKernels.SquaredNorm(_image.Values) == 0)
        {
            Spread(_image.Values);
            ConvolutionProduct.ApplyAdjoint(filters, _image, _vector, _workspace);
        }
    }

    /// <summary>Values between 1/2 and 3/2 without a period, so that no sampled pattern and no sum of weights cancels them.</summary>
    private static void Spread(Span<Real> values)
    {
        const double goldenRatio = 0.61803398874989485;
        for (int i = 0; i < values.Length; i++)
        {
            double turn = i * goldenRatio;
            values[i] = (Real)(0.5 + turn - Math.Floor(turn));
        }
    }
}
