using LiftedActors.Model.Kernels;
using LiftedActors.Model.Networks;
using LiftedActors.Model.Potentials;
using LiftedActors.Model.Tests.Solving;

namespace LiftedActors.Model.Tests.Networks;

/// <summary>Schemes of initial weights.</summary>
public class InitialisationTests
{
    public static TheoryData<Initialisation, Initialisation> Schemes => new()
    {
        { new FanIn(), new FanIn(Offset: 0.7) },
        { new He(2), new He(2, 0.7) },
        { new Xavier(), new Xavier(Offset: 0.7) },
        { new Orthogonal(), new Orthogonal(Offset: 0.7) },
        { new Gaussian(), new Gaussian(Offset: 0.7) },
    };

    [Theory]
    [MemberData(nameof(Schemes))]
    public void The_offset_is_the_value_of_every_bias_and_leaves_the_weights_alone(Initialisation without, Initialisation with)
    {
        var (plain, shifted) = (new Affine(7, 5).CreateParameters(), new Affine(7, 5).CreateParameters());
        without.Fill(plain, 1, 3);
        with.Fill(shifted, 1, 3);

        Assert.True(plain.Tensor(0).SequenceEqual(shifted.Tensor(0)));
        Assert.All(plain.Tensor(1).ToArray(), bias => Assert.Equal(0, bias));
        Assert.All(shifted.Tensor(1).ToArray(), bias => Assert.Equal((Real)0.7, bias));
    }

    [Fact]
    public void Biases_of_the_threshold_open_a_deep_thresholding_network_that_is_closed_without_them()
    {
        const double Threshold = 1;
        var network = Network.Perceptron([.. Enumerable.Repeat(40, 13)], new Separable<SoftThreshold>(new SoftThreshold(Threshold)), PotentialCatalogue.Create("identity"));
        var inputs = TinyProblems.Gaussian(6, 40, 5, "inputs");

        Assert.Equal(0, Variation(new FanIn()));
        Assert.True(Variation(new FanIn(Offset: Threshold)) > 0);

        // Of the outputs, from one input to the next.
        double Variation(Initialisation initialisation)
        {
            var parameters = network.Layers.Select(layer => layer.Map.CreateParameters()).ToArray();
            for (var l = 0; l < parameters.Length; l++)
            {
                initialisation.Fill(parameters[l], l + 1, 11);
                parameters[l].Pack();
            }

            var outputs = network.Predict(inputs, parameters);
            return Enumerable.Range(1, outputs.Rows - 1).Sum(row => VectorKernels.SquaredDistance(outputs.Row(row), outputs.Row(row - 1)));
        }
    }
}
