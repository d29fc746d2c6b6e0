using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Randomness;
using LiftedActors.Model.Solving;

namespace LiftedActors.Model.Tests.Solving;

public sealed class PostprocessingTests
{
    /// <summary>Fewer samples than features, all nearly equal: the normal equations are singular up to rounding.</summary>
    [Fact]
    public void ASingularFitIsFittedAllTheSame()
    {
        var network = Network.Perceptron([8, 600, 3], PotentialCatalogue.Create("relu"), PotentialCatalogue.Create("identity"));
        var inputs = TinyProblems.Gaussian(40, 8, 1, "input");
        foreach (ref var value in inputs.Values)
        {
            value = 30 + value;
        }

        var problem = new TrainingProblem(network, inputs, TinyProblems.Gaussian(40, 3, 1, "target"), 1);
        var parameters = network.Layers.Select((layer, l) =>
        {
            var initial = layer.Map.CreateParameters();
            new RandomStream(1, "weights", l).FillGaussian(initial.Values, 0.1);
            initial.Pack();
            return initial;
        }).ToArray();

        var fitted = NestedLoss.Of(problem, Postprocessing.FitLastLayer(problem, parameters));
        Assert.InRange(fitted, 0, 0.5 * NestedLoss.Of(problem, parameters));
    }
}
