using BenchmarkDotNet.Attributes;
using LiftedActors.Model.Kernels;

namespace LiftedActors.Benchmarks.Kernels;

/// <summary>
/// x = z Wᵀ + b of sixteen layers of one width, as many samples as features: with the bias in a pass of its own, within the product, and all
/// layers in one call.
/// </summary>
public class StackBenchmarks
{
    private const int Layers = 16;

    private readonly PackedMatrix[] _weights = new PackedMatrix[Layers];
    private readonly ProductMember[] _members = new ProductMember[Layers];

    /// <summary>Features, and samples.</summary>
    [Params(8, 16, 32, 64)]
    public int Width { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (int layer = 0; layer < Layers; layer++)
        {
            Matrix z = ProductOperands.Fill(random, Width, Width), bias = ProductOperands.Fill(random, 1, Width);
            _weights[layer] = new PackedMatrix(Width, Width);
            _weights[layer].PackTransposed(ProductOperands.Fill(random, Width, Width));
            _members[layer] = new ProductMember(z, _weights[layer].PanelMatrix, bias, new Matrix(Width, Width));
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Layers)]
    public void ProductThenBias()
    {
        for (int layer = 0; layer < Layers; layer++)
        {
            MatrixProduct.Multiply(_members[layer].A, _weights[layer], _members[layer].C);
            VectorKernels.AddToRows(_members[layer].C, _members[layer].Bias!.Values);
        }
    }

    [Benchmark(OperationsPerInvoke = Layers)]
    public void ProductWithBias()
    {
        for (int layer = 0; layer < Layers; layer++)
        {
            MatrixProduct.Multiply(_members[layer].A, _weights[layer], _members[layer].Bias!.Values, _members[layer].C);
        }
    }

    [Benchmark(OperationsPerInvoke = Layers)]
    public void AllInOneCall() => BatchedProduct.Multiply(ProductKernel.Selected, _members, isPacked: true);
}
