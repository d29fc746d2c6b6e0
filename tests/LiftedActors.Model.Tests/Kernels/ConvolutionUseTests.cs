using LiftedActors.Model.Kernels;
using LiftedActors.Model.Kernels.Convolutions;
using LiftedActors.Model.Tests.Solving;

namespace LiftedActors.Model.Tests.Kernels;

/// <summary>What convolutions ask of their caller, and what they cost beside arithmetic.</summary>
public sealed class ConvolutionUseTests
{
    private const string Part = "workspaces";

    private static readonly ConvolutionGeometry Geometry = ConvolutionCases.Of(2, 6, 7, 3, new ConvolutionWindow(3, 3) { Padding = 1 });

    [Fact]
    public void GeometriesThatCannotBeAreRefusedWithTheMend()
    {
        AssertRefused(() => ConvolutionCases.Of(1, 4, 4, 1, new ConvolutionWindow(5, 3)), "5 × 3", "1 × 4 × 4", "padding");
        AssertRefused(() => ConvolutionCases.Of(1, 9, 4, 1, new ConvolutionWindow(3, 3) { Padding = 4, Mode = PaddingMode.Reflect }), "1 × 9 × 4", "at most 3");
        AssertRefused(() => ConvolutionCases.Of(1, 4, 4, 1, new ConvolutionWindow(3, 3) { Mode = (PaddingMode)7 }), "zero or reflect");
        AssertRefused(() => ConvolutionCases.Of(1, 4, 4, 0, new ConvolutionWindow(3, 3)), "filters");
        AssertRefused(() => ConvolutionCases.Of(1, 4, 4, 1, new ConvolutionWindow(0, 3)), "window");
        AssertRefused(() => ConvolutionCases.Of(1, 4, 4, 1, new ConvolutionWindow(3, 3) { Stride = 0 }), "window");
        AssertRefused(() => ConvolutionCases.Of(1, 4, 4, 1, new ConvolutionWindow(3, 3) { Padding = -1 }), "window");
        AssertRefused(() => ConvolutionCases.Of(0, 4, 4, 1, new ConvolutionWindow(3, 3)), "channels");
        AssertRefused(() => new ConvolutionGeometry(default, 1, new ConvolutionWindow(3, 3)), "input");
    }

    [Theory]
    [InlineData(28, 5, 1, 2, 28)]
    [InlineData(14, 5, 1, 0, 10)]
    [InlineData(32, 4, 2, 1, 16)]
    [InlineData(7, 3, 3, 0, 2)]
    public void TheOutputHasASizeForEveryPosition(int side, int kernel, int stride, int padding, int expected)
    {
        var geometry = ConvolutionCases.Of(3, side, side + 1, 5, new ConvolutionWindow(kernel, kernel + 1) { Stride = stride, Padding = padding });
        Assert.Equal(new PlanesShape(5, expected, expected), geometry.Output);
        Assert.Equal(3 * kernel * (kernel + 1), geometry.Patch);
    }

    [Fact]
    public void OperandsThatDoNotFitAreRefusedWithTheirShapes()
    {
        var (filters, workspace) = (new PackedFilters(Geometry), new ConvolutionWorkspace(Geometry));
        var (z, y) = (new Matrix(2, Geometry.Input.Length), new Matrix(2, Geometry.Output.Length));
        AssertNames(() => filters.Pack(new Matrix(3, 17)), "3 × 17", "3 × 18");
        AssertNames(() => ConvolutionProduct.Apply(filters, y, y, workspace), "2 × 126", "84");
        AssertNames(() => ConvolutionProduct.Apply(filters, z, z, workspace), "2 × 84", "126");
        AssertNames(() => ConvolutionProduct.Apply(filters, z, new Matrix(1, 126), workspace), "1 × 126", "room for 1");
        AssertNames(() => ConvolutionProduct.Apply(filters, new Real[2], z, y, workspace), "2 values", "3 × 6 × 7");
        AssertNames(() => ConvolutionProduct.ApplyAdjoint(filters, z, z, workspace), "2 × 84", "126");
        AssertNames(() => ConvolutionProduct.ApplyAdjoint(filters, new Real[3], y, z, workspace), "3 values", "2 × 6 × 7");
        AssertNames(() => ConvolutionProduct.Correlate(y, new Matrix(1, 84), new Matrix(3, 18), workspace), "2 × 126", "1 × 84");
        AssertNames(() => ConvolutionProduct.Correlate(y, z, new Matrix(3, 17), workspace), "3 × 17", "3 × 18");
        AssertNames(() => ConvolutionProduct.SumPlanes(y, Geometry.Output, new Real[2]), "2 × 126", "2 values");
        var other = new ConvolutionWorkspace(ConvolutionCases.Of(2, 6, 7, 3, new ConvolutionWindow(3, 3) { Padding = 1, Mode = PaddingMode.Reflect }));
        AssertNames(() => ConvolutionProduct.Apply(filters, z, y, other), "Zero", "Reflect");
    }

    [Fact]
    public void ResultsTakeTheRowsOfTheBatch()
    {
        var (filters, workspace) = (new PackedFilters(Geometry), new ConvolutionWorkspace(Geometry));
        var (z, y, u) = (new Matrix(2, Geometry.Input.Length), new Matrix(5, Geometry.Output.Length), new Matrix(5, Geometry.Input.Length));
        ConvolutionProduct.Apply(filters, z, y, workspace);
        ConvolutionProduct.ApplyAdjoint(filters, y, u, workspace);
        Assert.Equal((2, 2), (y.Rows, u.Rows));
        z.Resize(0);
        y.Resize(0);
        ConvolutionProduct.Apply(filters, z, y, workspace);
        ConvolutionProduct.ApplyAdjoint(filters, y, u, workspace);
        var gradient = new Matrix(3, 18);
        gradient.Values.Fill(1);
        ConvolutionProduct.Correlate(y, z, gradient, workspace);
        Assert.All(gradient.Values.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void NewFiltersAreZero()
    {
        var (y, bias) = (new Matrix(1, Geometry.Output.Length), new Real[] { 1, 2, 3 });
        ConvolutionProduct.Apply(new PackedFilters(Geometry), bias, new Matrix(1, Geometry.Input.Length), y, new ConvolutionWorkspace(Geometry));
        Assert.Equal(bias.SelectMany(value => Enumerable.Repeat(value, Geometry.Output.Pixels)), y.Values.ToArray());
    }

    [Fact]
    public void TheFootprintIsWhatIsAllocated()
    {
        Assert.All(ConvolutionCases.Geometries, geometry =>
        {
            Assert.Equal(ConvolutionWorkspace.Footprint(Part, geometry).Total, ReachableArrays.Bytes(new ConvolutionWorkspace(geometry)));
            Assert.Equal(PackedFilters.Footprint(Part, geometry).Total, ReachableArrays.Bytes(new PackedFilters(geometry)));
            Assert.Equal(ConvolutionNorm.Footprint(Part, geometry).Total, ReachableArrays.Bytes(new ConvolutionNorm(geometry)));
        });
    }

    [Fact]
    public void ASteadyStateAllocatesNothing()
    {
        var random = new Random(1);
        var window = new ConvolutionWindow(3, 3) { Padding = 1 };
        ConvolutionGeometry[] geometries =
        [
            Geometry, ConvolutionCases.Of(9, 11, 19, 1, window), ConvolutionCases.Of(1, 11, 19, 9, window with { Mode = PaddingMode.Reflect }),
            ConvolutionCases.Of(3, 11, 19, 4, window with { Stride = 2 }),
        ];
        Action[] steps = [.. geometries.Select(geometry => Step(geometry, random))];
        Array.ForEach(steps, step => step());
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
        {
            foreach (Action step in steps)
            {
                step();
            }
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static Action Step(ConvolutionGeometry geometry, Random random)
    {
        var (filters, workspace, norm) = (new PackedFilters(geometry), new ConvolutionWorkspace(geometry), new ConvolutionNorm(geometry));
        var (weights, gradient) = (Products.Random(random, geometry.Filters, geometry.Patch), new Matrix(geometry.Filters, geometry.Patch));
        var (z, u) = (Products.Random(random, 2, geometry.Input.Length), new Matrix(2, geometry.Input.Length));
        var (y, bias) = (new Matrix(2, geometry.Output.Length), new Real[geometry.Filters]);
        var pooling = new PoolingGeometry(geometry.Input, 2);
        var pooled = new Matrix(2, pooling.Output.Length);
        return () =>
        {
            filters.Pack(weights);
            ConvolutionProduct.Apply(filters, bias, z, y, workspace);
            ConvolutionProduct.ApplyAdjoint(filters, y, u, workspace);
            ConvolutionProduct.Correlate(y, z, gradient, workspace);
            ConvolutionProduct.SumPlanes(y, geometry.Output, bias);
            AveragePoolingProduct.Apply(pooling, z, pooled);
            AveragePoolingProduct.ApplyAdjoint(pooling, pooled, u);
            norm.Estimate(filters);
            norm.Certified(weights);
        };
    }

    private static void AssertRefused(Func<ConvolutionGeometry> create, params string[] words) => AssertNames(() => create(), words);

    private static void AssertNames(Action action, params string[] words)
    {
        ArgumentException fault = Assert.ThrowsAny<ArgumentException>(action);
        Assert.All(words, word => Assert.Contains(word, fault.Message, StringComparison.Ordinal));
    }
}
