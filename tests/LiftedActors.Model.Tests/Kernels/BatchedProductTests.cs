using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Tests.Kernels;

public class BatchedProductTests
{
    private const int Count = 5;

    public static TheoryData<string> Kernels => Products.Kernels;

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Products_in_one_call_have_the_bits_of_products_one_by_one(string name)
    {
        ProductKernel kernel = Products.Kernel(name);
        var random = new Random(1);
        foreach ((int m, int n, int k) in new[] { (1, 16, 1), (16, 16, 16), (13, 32, 24), (64, 64, 64), (40, 16, 256) })
        {
            Matrix[] a = Many(random, m, k), b = Many(random, k, n), bias = Many(random, 1, n), c = Many(random, m, n), transposed = Many(random, k, m);
            PackedMatrix[] packed = [.. b.Select(factor => Products.Packed(kernel, factor))];

            Assert.True(BatchedProduct.Multiply(kernel, Members(a, b, null, c), isPacked: false));
            AssertEach(c, (i, one) => MatrixProduct.Multiply(kernel, a[i], b[i], one));
            Assert.True(BatchedProduct.Multiply(kernel, Members(a, [.. packed.Select(panels => panels.PanelMatrix)], bias, c), isPacked: true));
            AssertEach(c, (i, one) => MatrixProduct.Multiply(a[i], packed[i], bias[i].Values, one));
            Assert.True(BatchedProduct.MultiplyTransposed(kernel, Members(transposed, b, null, c)));
            AssertEach(c, (i, one) => MatrixProduct.MultiplyTransposed(kernel, transposed[i], b[i], one));
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Products_that_are_large_or_end_within_a_vector_or_do_not_fit_are_left_to_the_caller(string name)
    {
        ProductKernel kernel = Products.Kernel(name);
        var random = new Random(2);
        AssertLeft(Many(random, 8, 128), Many(random, 128, 64), Many(random, 8, 64));
        AssertLeft(Many(random, 8, 8), Many(random, 8, 9), Many(random, 8, 9));
        AssertLeft([.. Many(random, 8, 8), .. Many(random, 9, 8)], [.. Many(random, 8, 16), .. Many(random, 8, 16)], [.. Many(random, 9, 16), .. Many(random, 9, 16)]);
        AssertLeft(Many(random, 8, 8), Many(random, 8, 16), Many(random, 7, 16));
        AssertLeft(Many(random, 8, 8), Many(random, 7, 16), Many(random, 8, 16));
        AssertLeft(Many(random, 0, 8), Many(random, 8, 16), Many(random, 8, 16));
        Matrix[] square = Many(random, 16, 16);
        AssertLeft(square, Many(random, 16, 16), square);

        void AssertLeft(Matrix[] a, Matrix[] b, Matrix[] c)
        {
            Matrix[] before = [.. c.Select(Matrix.Copy)];
            Assert.False(BatchedProduct.Multiply(kernel, Members(a, b, null, c), isPacked: false));
            Assert.All(c.Zip(before), pair => Assert.True(pair.First.Values.SequenceEqual(pair.Second.Values)));
        }
    }

    private static Matrix[] Many(Random random, int rows, int columns) => [.. Enumerable.Range(0, Count).Select(_ => Products.Random(random, rows, columns))];

    private static ProductMember[] Members(Matrix[] a, Matrix[] b, Matrix[]? bias, Matrix[] c) =>
        [.. Enumerable.Range(0, a.Length).Select(i => new ProductMember(a[i], b[i], bias?[i], c[i]))];

    private static void AssertEach(Matrix[] products, Action<int, Matrix> multiply)
    {
        for (int i = 0; i < products.Length; i++)
        {
            var one = new Matrix(products[i].Rows, products[i].Columns);
            multiply(i, one);
            Assert.True(products[i].Values.SequenceEqual(one.Values), $"product {i} of {one}");
        }
    }
}
