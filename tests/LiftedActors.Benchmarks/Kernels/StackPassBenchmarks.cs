using BenchmarkDotNet.Attributes;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Benchmarks.Kernels;

/// <summary>
/// Errors and penalties of sixteen layers of one width, as many samples as features: a pass for every layer, and, as the bound of what fusing them
/// can save, one pass over as many values that lie in a row.
/// </summary>
public class StackPassBenchmarks
{
    private const int Layers = 16;

    private readonly LayerPenalty _penalty = new BregmanPenalty(new Separable<ReLU>(default), 1);
    private readonly (Matrix X, Matrix Z, Matrix Error)[] _layers = new (Matrix, Matrix, Matrix)[Layers];
    private (Matrix X, Matrix Z, Matrix Error) _all;

    /// <summary>Features, and samples.</summary>
    [Params(16, 32, 64)]
    public int Width { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _all = Drawn(random, Layers * Width);
        for (int layer = 0; layer < Layers; layer++)
        {
            _layers[layer] = Drawn(random, Width);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Layers)]
    public double PassForEveryLayer()
    {
        double sum = 0;
        foreach (var (x, z, error) in _layers)
        {
            sum += _penalty.Error(x, z, error);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Layers)]
    public double OnePassOverAll() => _penalty.Error(_all.X, _all.Z, _all.Error);

    private (Matrix X, Matrix Z, Matrix Error) Drawn(Random random, int rows)
    {
        var (x, z) = (ProductOperands.Fill(random, rows, Width), ProductOperands.Fill(random, rows, Width));
        _penalty.Activation.Activate(z, z);
        return (x, z, new Matrix(rows, Width));
    }
}
