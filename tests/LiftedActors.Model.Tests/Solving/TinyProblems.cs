using LiftedActors.Model.Formulations;
using LiftedActors.Model.Imaging;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Regularisers;
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

    /// <summary>A perceptron with an input of 3 × 2 pixels, data of another input with noise, total variation and a box.</summary>
    public static InversionProblem Inversion(string activation, int samples = 5, double weight = 0.05, params int[] widths)
    {
        var sizes = widths.Length > 0 ? widths : [6, 8, 7, 9];
        var network = Network.Perceptron(sizes, PotentialCatalogue.Create(activation), PotentialCatalogue.Create("identity"));
        var parameters = Enumerable.Range(1, network.Depth).Select(layer => Drawn(network, layer)).ToArray();
        var data = network.Predict(Gaussian(samples, sizes[0], 2, "truth"), parameters);
        VectorKernels.Combine(data.Values, (Real)0.01, Gaussian(samples, sizes[^1], 3, "noise").Values, data.Values);
        return new InversionProblem(network, parameters, data, new Matrix(samples, sizes[0]), new InputPrior(Prior(sizes[0]), weight));
    }

    private static Regulariser Prior(int inputs)
    {
        var shape = new ImageShape(inputs / 2, 2);
        return new TotalVariation().On(shape) + new Model.Regularisers.Box(-2, 2).On(shape) + new Tikhonov(0.1).On(shape);
    }

    /// <summary>Initial parameters, ready for products.</summary>
    public static LayerParameters Drawn(Network network, int layer)
    {
        var parameters = network.Layers[layer - 1].Map.CreateParameters();
        new Initialisation().Fill(parameters, layer, 7);
        parameters.Pack();
        return parameters;
    }
}
