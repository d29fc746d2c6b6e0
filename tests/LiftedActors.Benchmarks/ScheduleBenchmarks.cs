using BenchmarkDotNet.Attributes;
using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Benchmarks;

/// <summary>Two sweeps of every schedule on one thread: 16 layers of width 64, 64 samples, prox-linear steps.</summary>
public class ScheduleBenchmarks
{
    private const int Depth = 16;
    private const int Width = 64;
    private const int Samples = 64;
    private SequentialSolver _solver = null!;

    public static IEnumerable<Schedule> Schedules =>
        [new BackwardGaussSeidel(), new ThreeColour(), new OneSweep(), new Jacobi(), new BoundedDelay(0), new BoundedDelay(1), new BoundedDelay(3)];

    [ParamsSource(nameof(Schedules))]
    public Schedule Schedule { get; set; } = new OneSweep();

    [GlobalSetup]
    public void Prepare()
    {
        var network = Network.Perceptron([.. Enumerable.Repeat(Width, Depth + 1)], PotentialCatalogue.Create("relu"), PotentialCatalogue.Create("identity"));
        var problem = new TrainingProblem(network, Gaussian("input"), Gaussian("target"), 1);
        var method = new LiftedMethod(
            new LiftedBregman(), (new ProxLinear(), new ProxLinear()), Schedule, new FullBatch(Schedule.StartsAfresh ? 1 : 2));
        _solver = new SequentialSolver(new LiftedObjective(problem, method, new Initialisation()));
    }

    [Benchmark]
    public double Sweeps() => Schedule.StartsAfresh ? _solver.Step().Objective + _solver.Step().Objective : _solver.Step().Objective;

    private static Matrix Gaussian(string purpose)
    {
        var matrix = new Matrix(Samples, Width);
        new RandomStream(1, purpose).FillGaussian(matrix.Values, 1);
        return matrix;
    }
}
