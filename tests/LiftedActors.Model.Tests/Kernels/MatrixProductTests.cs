using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Tests.Kernels;

public class MatrixProductTests
{
    /// <summary>Sizes on both sides of every vector, panel and tile edge, and of a depth block.</summary>
    private static readonly int[] Sizes = [0, 1, 2, 3, 5, 7, 8, 9, 12, 13, 15, 16, 17, 23, 31, 32, 33, 47, 49, 64, 65, 97];

    public static TheoryData<string> Kernels => Products.Kernels;

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Products_of_every_edge_agree_with_the_definition(string name)
    {
        ProductKernel kernel = Products.Kernel(name);
        var random = new Random(1);
        for (int trial = 0; trial < 250; trial++)
        {
            AssertEveryProduct(kernel, random, Size(random), Size(random), Size(random));
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Products_over_several_blocks_agree_with_the_definition(string name)
    {
        ProductKernel kernel = Products.Kernel(name);
        var random = new Random(2);
        (int, int, int)[] shapes = [(3, 5, 288), (3, 5, 289), (13, 33, 577), (14, 17, 1201), (385, 3, 4), (775, 33, 2), (4, 301, 300)];
        foreach ((int m, int n, int k) in shapes)
        {
            AssertEveryProduct(kernel, random, m, n, k);
        }
    }

    /// <summary>Wide enough for rows of A to be packed, narrow or shallow enough for B to be read where it lies, and beside either.</summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void Products_in_every_layout_agree_with_the_definition(string name)
    {
        ProductKernel kernel = Products.Kernel(name);
        var random = new Random(8);
        (int, int, int)[] shapes = [(7, 1030, 5), (401, 1024, 3), (25, 1024, 290), (9, 48, 600), (16, 144, 60), (17, 144, 60), (23, 128, 32), (35, 130, 301)];
        foreach ((int m, int n, int k) in shapes)
        {
            AssertEveryProduct(kernel, random, m, n, k);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_bias_added_on_the_way_has_the_bits_of_one_added_after(string name)
    {
        var random = new Random(9);
        (int, int, int)[] shapes = [(5, 16, 8), (13, 23, 7), (41, 33, 300), (7, 1030, 5), (3, 64, 0), (0, 8, 8), (9, 1, 577)];
        foreach ((int m, int n, int k) in shapes)
        {
            Matrix a = Products.Random(random, m, k), bias = Products.Random(random, 1, n);
            PackedMatrix b = Products.Packed(Products.Kernel(name), Products.Random(random, k, n));
            Matrix fused = new(m, n), after = new(m, n);
            MatrixProduct.Multiply(a, b, bias.Values, fused);
            MatrixProduct.Multiply(a, b, after);
            VectorKernels.AddToRows(after, bias.Values);
            Assert.True(fused.Values.SequenceEqual(after.Values), $"{m} × {k} × {n}");
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_row_has_the_same_bits_whatever_rows_stand_beside_it(string name)
    {
        var random = new Random(3);
        foreach ((int n, int k) in new[] { (1, 1), (10, 784), (33, 300), (80, 65), (1024, 3) })
        {
            Matrix a = Products.Random(random, 41, k);
            PackedMatrix b = Products.Packed(Products.Kernel(name), Products.Random(random, k, n));
            var whole = new Matrix(a.Rows, n);
            MatrixProduct.Multiply(a, b, whole);
            for (int first = 0; first < a.Rows; first += 7)
            {
                for (int count = 1; first + count <= a.Rows; count++)
                {
                    var part = new Matrix(count, k);
                    var product = new Matrix(count, n);
                    a.Values.Slice(first * k, count * k).CopyTo(part.Values);
                    MatrixProduct.Multiply(part, b, product);
                    Assert.True(product.Values.SequenceEqual(whole.Values.Slice(first * n, count * n)), $"rows {first} + {count} of {a}");
                }
            }
        }
    }

    [Fact]
    public void Matrix_times_vector_agrees_with_the_definition()
    {
        var random = new Random(4);
        for (int trial = 0; trial < 300; trial++)
        {
            Matrix a = Products.Random(random, Size(random), Size(random));
            Matrix x = Products.Random(random, a.Columns, 1), z = Products.Random(random, a.Rows, 1);
            Matrix y = Products.Random(random, a.Rows, 1), w = Products.Random(random, a.Columns, 1);
            MatrixProduct.Multiply(a, x.Values, y.Values);
            MatrixProduct.MultiplyTransposed(a, z.Values, w.Values);
            Products.AssertIsProduct(y, a, x);
            Products.AssertIsProduct(w, Products.Transpose(a), z);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Nan_reaches_the_row_and_the_column_it_belongs_to(string name)
    {
        ProductKernel kernel = Products.Kernel(name);
        var random = new Random(5);
        Matrix a = Products.Random(random, 15, 21), b = Products.Random(random, 21, 35), c = new(15, 35);
        a.Row(13)[20] = Real.NaN;
        b.Row(4)[34] = Real.NaN;
        MatrixProduct.Multiply(a, Products.Packed(kernel, b), c);
        AssertNanAt(c, row: 13, column: 34);
        MatrixProduct.MultiplyTransposed(kernel, Products.Transpose(a), b, c);
        AssertNanAt(c, row: 13, column: 34);
    }

    [Fact]
    public void Nan_in_a_matrix_reaches_the_vector()
    {
        Matrix a = Products.Random(new Random(6), 19, 21);
        var (y, w) = (new Real[19], new Real[21]);
        a.Row(18)[20] = Real.NaN;
        MatrixProduct.Multiply(a, new Real[21], y);
        MatrixProduct.MultiplyTransposed(a, new Real[19], w);
        Assert.Equal([18], Enumerable.Range(0, 19).Where(i => Real.IsNaN(y[i])));
        Assert.Equal([20], Enumerable.Range(0, 21).Where(i => Real.IsNaN(w[i])));
    }

    [Fact]
    public void The_path_is_the_first_that_the_processor_runs() => Assert.Equal(ProductKernel.Available[0].Name, MatrixProduct.Path);

    [Fact]
    public void The_same_product_has_the_same_bits_on_every_fused_path()
    {
        var random = new Random(7);
        Matrix a = Products.Random(random, 29, 700), b = Products.Random(random, 700, 45);
        Matrix[] products = [.. ProductKernel.Available.Where(kernel => kernel.Name != "portable").Select(kernel =>
        {
            var c = new Matrix(29, 45);
            MatrixProduct.Multiply(a, Products.Packed(kernel, b), c);
            return c;
        })];
        Assert.All(products, c => Assert.True(c.Values.SequenceEqual(products[0].Values)));
    }

    private static int Size(Random random) => Sizes[random.Next(Sizes.Length)];

    private static void AssertNanAt(Matrix c, int row, int column)
    {
        for (int i = 0; i < c.Rows; i++)
        {
            for (int j = 0; j < c.Columns; j++)
            {
                Assert.Equal(i == row || j == column, Real.IsNaN(c.Row(i)[j]));
            }
        }
    }

    /// <summary>NN, packed and as it lies, NT and TN of one shape, into targets that hold NaN before; the factors stay as they were.</summary>
    private static void AssertEveryProduct(ProductKernel kernel, Random random, int m, int n, int k)
    {
        Matrix a = Products.Random(random, m, k), b = Products.Random(random, k, n), c = new(m + 2, n);
        Matrix transposedA = Products.Transpose(a), transposedB = Products.Transpose(b);
        Real[] before = [.. a.Values, .. b.Values, .. transposedA.Values, .. transposedB.Values];
        var packed = new PackedMatrix(kernel, k + 1, n + 3);

        Soil(c);
        packed.Pack(b);
        MatrixProduct.Multiply(a, packed, c);
        Products.AssertIsProduct(c, a, b);

        Real[] untransposed = [.. c.Values];
        Soil(c);
        packed.PackTransposed(transposedB);
        MatrixProduct.Multiply(a, packed, c);
        Assert.Equal(untransposed, c.Values.ToArray());

        Soil(c);
        MatrixProduct.Multiply(kernel, a, b, c);
        Assert.Equal(untransposed, c.Values.ToArray());

        Soil(c);
        MatrixProduct.MultiplyTransposed(kernel, transposedA, b, c);
        Products.AssertIsProduct(c, a, b);
        Real[] after = [.. a.Values, .. b.Values, .. transposedA.Values, .. transposedB.Values];
        Assert.Equal(before, after);
    }

    private static void Soil(Matrix c)
    {
        c.Resize(c.Capacity);
        c.Values.Fill(Real.NaN);
    }
}
