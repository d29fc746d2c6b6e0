using BenchmarkDotNet.Attributes;

namespace LiftedActors.Benchmarks.Kernels;

/// <summary>The fused element passes of one thread, beside a triad over the same memory.</summary>
public class ElementBenchmarks
{
    private ElementOperands _operands = null!;

    /// <summary>Samples of 784 features: a shard of a batch in the cache, and 16 MB a matrix.</summary>
    [Params(100, 256 * 20)]
    public int Samples { get; set; }

    [Params("soft-threshold", "relu")]
    public string Activation { get; set; } = "relu";

    [GlobalSetup]
    public void Prepare() => _operands = new ElementOperands(Samples, 784, Activation);

    [Benchmark(Baseline = true)]
    public void Triad() => _operands.Triad();

    [Benchmark]
    public double Error() => _operands.Error();

    [Benchmark]
    public double ProximalGradient() => _operands.ProximalGradient();

    [Benchmark]
    public double Adam() => _operands.Adam();
}
