using LiftedActors.Model.Formulations;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Schedules;
using LiftedActors.Model.Solving;
using LiftedActors.Model.Updates;

namespace LiftedActors.Model.Tests.Solving;

/// <summary>Small seeded problems and methods that many tests share.</summary>
internal static class TinyProblems
{
    public static TrainingProblem Regression(string activation, int samples = 12, long seed = 1, params int[] widths)
    {
        var sizes = widths.Length > 0 ? widths : [5, 7, 6, 8, 3];
        var network = Network.Perceptron(sizes, PotentialCatalogue.Create(activation), PotentialCatalogue.Create("identity"));
        return new TrainingProblem(network, Gaussian(samples, sizes[0], seed, "input"), Gaussian(samples, sizes[^1], seed, "target"), seed);
    }

    public static LiftedMethod Method(Schedule schedule, BlockUpdate activations, BlockUpdate parameters, OuterIteration outer, double weight = 2) =>
        new(new LiftedBregman(weight), (activations, parameters), schedule, outer, shards: 2);

    public static LiftedObjective Lift(TrainingProblem problem, LiftedMethod method) => new(problem, method, new Initialisation());

    public static Matrix Gaussian(int rows, int columns, long seed, string purpose)
    {
        var matrix = new Matrix(rows, columns);
        new RandomStream(seed, purpose).FillGaussian(matrix.Values, 1);
        return matrix;
    }
}
