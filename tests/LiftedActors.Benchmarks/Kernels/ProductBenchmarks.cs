using BenchmarkDotNet.Attributes;

namespace LiftedActors.Benchmarks.Kernels;

/// <summary>The dense products of one thread: the three transposes, and packing.</summary>
public class ProductBenchmarks
{
    private ProductOperands _operands = null!;

    public static IEnumerable<ProductShape> Shapes =>
        [new(100, 784, 784), new(784, 784, 256), new(100, 10, 784), new(64, 64, 64), new(16, 16, 16), new(784, 1, 784)];

    [ParamsSource(nameof(Shapes))]
    public ProductShape Shape { get; set; } = new(1, 1, 1);

    [GlobalSetup]
    public void Prepare() => _operands = new ProductOperands(Shape);

    [Benchmark]
    public void Multiply() => _operands.Multiply();

    [Benchmark]
    public void MultiplyTransposed() => _operands.MultiplyTransposed();

    [Benchmark]
    public void Pack() => _operands.Pack();

    [Benchmark]
    public void PackTransposed() => _operands.PackTransposed();
}
