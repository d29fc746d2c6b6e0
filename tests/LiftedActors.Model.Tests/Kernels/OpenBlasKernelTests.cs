using LiftedActors.Model.Kernels;
using LiftedActors.Model.Kernels.Native;

namespace LiftedActors.Model.Tests.Kernels;

/// <summary>The products of an installed library: within rounding of the definition, or refused by name where there is none.</summary>
public class OpenBlasKernelTests
{
    private static readonly bool IsInstalled = OpenBlas.Load() is not null;

    [Fact]
    public void It_is_found_where_it_is_installed_and_its_absence_names_the_files_that_were_looked_for()
    {
        if (IsInstalled)
        {
            Assert.Equal("openblas", ProductKernel.Find("openblas").Name);
            return;
        }

        ArgumentException fault = Assert.Throws<ArgumentException>(() => MatrixProduct.Choose("openblas"));
        Assert.All(OpenBlas.Names, name => Assert.Contains(name, fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void It_is_never_taken_unasked() => Assert.DoesNotContain(ProductKernel.Available, kernel => kernel is OpenBlasKernel);

    [Fact]
    public void Every_form_agrees_with_the_definition_and_with_our_own()
    {
        var random = new Random(1);
        foreach ((int m, int n, int k) in new[] { (1, 1, 1), (3, 5, 2), (33, 17, 300), (10, 784, 20) })
        {
            Matrix a = Products.Random(random, m, k), b = Products.Random(random, k, n);
            Matrix transposedA = Products.Transpose(a), transposedB = Products.Transpose(b);
            Assert.All(Kernels(), kernel =>
            {
                var c = new Matrix(m, n);
                var packed = new PackedMatrix(kernel, k + 1, n + 1);
                packed.Pack(b);
                MatrixProduct.Multiply(a, packed, c);
                Products.AssertIsProduct(c, a, b);

                packed.PackTransposed(transposedB);
                MatrixProduct.Multiply(a, packed, c);
                Products.AssertIsProduct(c, a, b);

                MatrixProduct.Multiply(kernel, a, b, c);
                Products.AssertIsProduct(c, a, b);

                MatrixProduct.MultiplyTransposed(kernel, transposedA, b, c);
                Products.AssertIsProduct(c, a, b);

                Matrix x = Products.Random(random, k, 1), y = new(m, 1);
                kernel.Multiply(a, x.Values, y.Values);
                Products.AssertIsProduct(y, a, x);
                kernel.MultiplyTransposed(transposedA, x.Values, y.Values);
                Products.AssertIsProduct(y, a, x);
            });
        }
    }

    [Fact]
    public void Empty_factors_give_zeros()
    {
        Assert.All(Kernels(), kernel =>
        {
            var (none, packed, c) = (new Matrix(3, 0), new PackedMatrix(kernel, 0, 2), new Matrix(3, 2));
            c.Values.Fill(1);
            MatrixProduct.Multiply(none, packed, c);
            Assert.All(c.Values.ToArray(), value => Assert.Equal(0, value));
            Real[] y = [1, 1, 1];
            kernel.Multiply(none, [], y);
            Assert.All(y, value => Assert.Equal(0, value));
        });
    }

    // Our own stand beside the library's, so that the laws hold something where there is no library.
    private static ProductKernel[] Kernels() => IsInstalled ? [ProductKernel.Available[0], ProductKernel.Find("openblas")] : [ProductKernel.Available[0]];
}
