using BenchmarkDotNet.Attributes;

namespace LiftedActors.Benchmarks.Kernels;

/// <summary>The same products by OpenBLAS on one thread, which packs both factors in every call; nothing where it is not installed.</summary>
public class OpenBlasProductBenchmarks
{
    private ProductOperands _operands = null!;

    public static IEnumerable<ProductShape> Shapes => ProductOperands.HasOpenBlas ? ProductBenchmarks.Shapes : [];

    [ParamsSource(nameof(Shapes))]
    public ProductShape Shape { get; set; } = new(1, 1, 1);

    [GlobalSetup]
    public void Prepare() => _operands = new ProductOperands(Shape);

    [Benchmark]
    public void MultiplyByTransposed() => _operands.OpenBlasMultiplyByTransposed();

    [Benchmark]
    public void Multiply() => _operands.OpenBlasMultiply();

    [Benchmark]
    public void MultiplyTransposed() => _operands.OpenBlasMultiplyTransposed();
}
