namespace LiftedActors.Model.Kernels.Native;

/// <summary>The products by an installed OpenBLAS library on one thread.</summary>
/// <remarks>
/// It runs only where it was chosen by name. Its bits depend on the library's version and on the processor, and row i of A·B may depend on
/// how many rows A has.
/// </remarks>
internal sealed unsafe class OpenBlasKernel(OpenBlas library) : ProductKernel
{
    /// <summary>The name.</summary>
    public const string Word = "openblas";

    /// <inheritdoc/>
    public override string Name => Word;

    /// <summary>The products by the library that is installed.</summary>
    /// <exception cref="ArgumentException">None is installed.</exception>
    public static OpenBlasKernel Load() => new(OpenBlas.Load() ?? throw new ArgumentException(
        $"The products '{Word}' need the OpenBLAS library, and none of {string.Join(", ", OpenBlas.Names)} can be loaded: install it, or leave the choice out."));

    /// <inheritdoc/>
    public override int PaddedColumns(int columns) => columns;

    /// <inheritdoc/>
    public override bool KeepsPacked(int rows, int columns) => false;

    /// <inheritdoc/>
    public override void Pack(Real* source, Real* target, int rows, int columns) => Copy(source, target, rows, columns);

    /// <inheritdoc/>
    public override void PackTransposed(Real* source, Real* target, int rows, int columns) => Copy(source, target, rows, columns);

    /// <inheritdoc/>
    public override void Multiply(Matrix a, PackedMatrix b, ReadOnlySpan<Real> bias, Matrix c)
    {
        fixed (Real* left = a.Values, right = b.Panels, target = c.Values)
        {
            var first = new NativeFactor(left, a.Columns, isTransposed: false);
            var second = new NativeFactor(right, b.WasTransposed ? b.Rows : b.Columns, b.WasTransposed);
            library.Multiply(first, second, target, a.Rows, b.Columns, a.Columns);
        }

        if (!bias.IsEmpty)
        {
            VectorKernels.AddToRows(c, bias);
        }
    }

    /// <inheritdoc/>
    public override void Multiply(Matrix a, Matrix b, Matrix c) => library.Multiply(a, b, c);

    /// <inheritdoc/>
    public override void MultiplyTransposed(Matrix a, Matrix b, Matrix c) => library.MultiplyTransposed(a, b, c);

    /// <inheritdoc/>
    public override void Multiply(Matrix a, ReadOnlySpan<Real> x, Span<Real> y) => MultiplyVector(a, false, x, y);

    /// <inheritdoc/>
    public override void MultiplyTransposed(Matrix a, ReadOnlySpan<Real> x, Span<Real> y) => MultiplyVector(a, true, x, y);

    private static void Copy(Real* source, Real* target, int rows, int columns)
    {
        long bytes = (long)rows * columns * sizeof(Real);
        Buffer.MemoryCopy(source, target, bytes, bytes);
    }

    private void MultiplyVector(Matrix a, bool isTransposed, ReadOnlySpan<Real> x, Span<Real> y)
    {
        if (a.Values.IsEmpty)
        {
            y.Clear();
            return;
        }

        fixed (Real* matrix = a.Values, factor = x, target = y)
        {
            library.Multiply(new NativeFactor(matrix, a.Columns, isTransposed), a.Rows, factor, target);
        }
    }
}
