using LiftedActors.Model.Kernels;
using LiftedActors.Model.Kernels.Native;

namespace LiftedActors.Benchmarks.Kernels;

/// <summary>The factors of one shape in the forms that the three transposes read, and their products by the kernels and by OpenBLAS.</summary>
internal sealed unsafe class ProductOperands
{
    private static readonly OpenBlas? Library = OpenBlas.Load();

    private readonly ProductShape _shape;
    private readonly Matrix _a, _b, _transposedA, _transposedB, _c;
    private readonly PackedMatrix _packed, _packedTransposed;

    public ProductOperands(ProductShape shape)
    {
        (int m, int n, int k) = (shape.M, shape.N, shape.K);
        var random = new Random(1);
        _shape = shape;
        (_a, _b, _c) = (Fill(random, m, k), Fill(random, k, n), new Matrix(m, n));
        (_transposedA, _transposedB) = (Fill(random, k, m), Fill(random, n, k));
        (_packed, _packedTransposed) = (new PackedMatrix(k, n), new PackedMatrix(k, n));
        Pack();
        PackTransposed();
    }

    /// <summary>Whether OpenBLAS is installed.</summary>
    public static bool HasOpenBlas => Library is not null;

    public void Pack() => _packed.Pack(_b);

    public void PackTransposed() => _packedTransposed.PackTransposed(_transposedB);

    /// <summary>C = A·B with B packed as it is.</summary>
    public void Multiply() => MatrixProduct.Multiply(_a, _packed, _c);

    /// <summary>C = A·B with B packed from its transpose.</summary>
    public void MultiplyByTransposed() => MatrixProduct.Multiply(_a, _packedTransposed, _c);

    /// <summary>C = Aᵀ·B.</summary>
    public void MultiplyTransposed() => MatrixProduct.MultiplyTransposed(_transposedA, _b, _c);

    public void PackAndMultiply()
    {
        Pack();
        Multiply();
    }

    public void PackAndMultiplyByTransposed()
    {
        PackTransposed();
        MultiplyByTransposed();
    }

    /// <summary>y = A·x with a row of A's length as x.</summary>
    public void MultiplyVector() => MatrixProduct.Multiply(_a, _b.Values[.._shape.K], _c.Values[.._shape.M]);

    /// <summary>y = Aᵀ·x with A transposed in store.</summary>
    public void MultiplyVectorTransposed() => MatrixProduct.MultiplyTransposed(_transposedA, _b.Values[.._shape.K], _c.Values[.._shape.M]);

    public void OpenBlasMultiply() => Library!.Multiply(_a, _b, _c);

    public void OpenBlasMultiplyByTransposed() => Library!.MultiplyByTransposed(_a, _transposedB, _c);

    public void OpenBlasMultiplyTransposed() => Library!.MultiplyTransposed(_transposedA, _b, _c);

    public void OpenBlasMultiplyVector() => NativeVector(_a, false);

    public void OpenBlasMultiplyVectorTransposed() => NativeVector(_transposedA, true);

    internal static Matrix Fill(Random random, int rows, int columns)
    {
        var matrix = new Matrix(rows, columns);
        foreach (ref Real value in matrix.Values)
        {
            value = (Real)(2 * random.NextDouble() - 1);
        }

        return matrix;
    }

    private void NativeVector(Matrix a, bool isTransposed)
    {
        fixed (Real* matrix = a.Values, x = _b.Values, y = _c.Values)
        {
            Library!.Multiply(new NativeFactor(matrix, a.Columns, isTransposed), a.Rows, x, y);
        }
    }
}
