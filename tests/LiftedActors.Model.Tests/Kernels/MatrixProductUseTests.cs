using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Tests.Kernels;

/// <summary>What a product asks of its caller, and what it costs beside arithmetic.</summary>
public class MatrixProductUseTests
{
    private static readonly Matrix A = new(5, 7);

    [Fact]
    public void Factors_that_do_not_fit_are_refused_with_both_shapes()
    {
        AssertNames(() => MatrixProduct.Multiply(A, new PackedMatrix(6, 4), new Matrix(5, 4)), "5 × 7", "6 × 4");
        AssertNames(() => MatrixProduct.Multiply(A, new Matrix(6, 4), new Matrix(5, 4)), "5 × 7", "6 × 4");
        AssertNames(() => MatrixProduct.MultiplyTransposed(A, new Matrix(6, 4), new Matrix(7, 4)), "5 × 7", "6 × 4");
    }

    [Fact]
    public void Targets_that_do_not_fit_are_refused_with_both_shapes()
    {
        AssertNames(() => MatrixProduct.Multiply(A, new PackedMatrix(7, 4), new Matrix(5, 3)), "5 × 4", "5 × 3");
        AssertNames(() => MatrixProduct.Multiply(A, new PackedMatrix(7, 4), new Matrix(4, 4)), "5 × 4", "4 × 4");
        AssertNames(() => MatrixProduct.MultiplyTransposed(A, new Matrix(5, 4), new Matrix(6, 4)), "7 × 4", "6 × 4");
        AssertNames(() => MatrixProduct.MultiplyTransposed(A, new Matrix(5, 4), new Matrix(7, 9)), "7 × 4", "7 × 9");
    }

    [Fact]
    public void A_target_that_is_a_factor_is_refused()
    {
        var square = new Matrix(3, 3);
        Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(square, new PackedMatrix(3, 3), square));
        Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(square, new Matrix(3, 3), square));
        Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(new Matrix(3, 3), square, square));
        Assert.Throws<ArgumentException>(() => MatrixProduct.MultiplyTransposed(square, new Matrix(3, 3), square));
        Assert.Throws<ArgumentException>(() => MatrixProduct.MultiplyTransposed(new Matrix(3, 3), square, square));
    }

    [Fact]
    public void Vectors_that_do_not_fit_are_refused_with_every_length()
    {
        AssertNames(() => MatrixProduct.Multiply(A, new Real[5], new Real[5]), "5 × 7", "x of 5");
        AssertNames(() => MatrixProduct.Multiply(A, new Real[7], new Real[7]), "5 × 7", "y of 7");
        AssertNames(() => MatrixProduct.MultiplyTransposed(A, new Real[7], new Real[7]), "5 × 7", "x of 7");
        AssertNames(() => MatrixProduct.MultiplyTransposed(A, new Real[5], new Real[5]), "5 × 7", "y of 5");
    }

    [Fact]
    public void A_factor_beyond_the_capacity_is_refused_with_both_shapes()
    {
        var packed = new PackedMatrix(4, 6);
        AssertNames(() => packed.Pack(A), "4 × 6", "5 × 7");
        AssertNames(() => packed.PackTransposed(A), "4 × 6", "7 × 5");
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedMatrix(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedMatrix(1 << 20, 1 << 20));
    }

    [Fact]
    public void A_new_packed_matrix_is_zero_and_takes_the_shape_of_what_it_packs()
    {
        var packed = new PackedMatrix(9, 8);
        var c = new Matrix(5, 8);
        MatrixProduct.Multiply(Products.Random(new Random(1), 5, 9), packed, c);
        Assert.All(c.Values.ToArray(), value => Assert.Equal(0, value));
        packed.Pack(A);
        Assert.Equal((5, 7), (packed.Rows, packed.Columns));
        packed.PackTransposed(A);
        Assert.Equal((7, 5), (packed.Rows, packed.Columns));
    }

    [Fact]
    public void Every_kernel_packs_its_panels_on_a_cache_line()
    {
        foreach (ProductKernel kernel in ProductKernel.Available)
        {
            var packed = new PackedMatrix(kernel, 3, 3);
            packed.Pack(Products.Random(new Random(1), 2, 3));
            unsafe
            {
                fixed (Real* panels = packed.Panels)
                {
                    Assert.Equal(0, (nint)panels % 64);
                }
            }
        }
    }

    [Fact]
    public void A_steady_state_allocates_nothing()
    {
        var random = new Random(1);
        Matrix a = Products.Random(random, 30, 70), w = Products.Random(random, 70, 70), z = Products.Random(random, 30, 145);
        Matrix c = new(30, 70), wide = new(70, 145), narrow = new(145, 70);
        var packed = new PackedMatrix(70, 70);
        var (x, y) = (new Real[70], new Real[70]);
        Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Step();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Step()
        {
            packed.PackTransposed(w);
            MatrixProduct.Multiply(a, packed, c);
            packed.Pack(w);
            MatrixProduct.Multiply(a, packed, c);
            MatrixProduct.Multiply(a, w, c);
            MatrixProduct.MultiplyTransposed(a, z, wide);
            MatrixProduct.MultiplyTransposed(z, a, narrow);
            MatrixProduct.Multiply(w, x, y);
            MatrixProduct.MultiplyTransposed(w, x, y);
        }
    }

    [Fact]
    public void The_path_is_chosen_once_and_by_a_name_that_exists()
    {
        string path = MatrixProduct.Path;
        MatrixProduct.Choose(path);
        Assert.Equal(path, MatrixProduct.Path);
        AssertNames(() => MatrixProduct.Choose("mkl"), "mkl", path, "openblas");
        Assert.All(ProductKernel.Available.Select(kernel => kernel.Name).Where(name => name != path), name =>
        {
            InvalidOperationException fault = Assert.Throws<InvalidOperationException>(() => MatrixProduct.Choose(name));
            Assert.Contains(path, fault.Message, StringComparison.Ordinal);
            Assert.Contains(name, fault.Message, StringComparison.Ordinal);
        });
        Assert.Equal(path, MatrixProduct.Path);
    }

    private static void AssertNames(Action action, params string[] words)
    {
        ArgumentException fault = Assert.ThrowsAny<ArgumentException>(action);
        Assert.All(words, word => Assert.Contains(word, fault.Message, StringComparison.Ordinal));
    }
}
