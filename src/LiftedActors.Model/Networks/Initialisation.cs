using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Networks;

/// <summary>Initial parameters W ~ N(0, scale²/n_in), b = offset, a function of (seed, layer).</summary>
/// <param name="Scale">The factor on the standard deviation.</param>
/// <param name="Offset">The value of every bias. A soft-threshold t with biases t begins as a rectifier, so that signals pass however deep the network is.</param>
public record Initialisation(double Scale = 1, double Offset = 0)
{
    /// <summary>Writes the initial parameters of a layer.</summary>
    /// <param name="parameters">Receives Θ.</param>
    /// <param name="layer">The layer ℓ.</param>
    /// <param name="seed">The seed.</param>
    public void Fill(LayerParameters parameters, int layer, long seed)
    {
        var random = new RandomStream(seed, "weights", layer, 0);
        var tensors = parameters.Map.Tensors;
        for (var i = 0; i < tensors.Length; i++)
        {
            if (tensors[i].StartsAs is { } other)
            {
                parameters.Tensor(other).CopyTo(parameters.Tensor(i));
            }
            else if (tensors[i].FanIn == 0)
            {
                parameters.Tensor(i).Fill((Real)Offset);
            }
            else
            {
                Fill(parameters.Tensor(i), tensors[i], ref random);
            }
        }
    }

    /// <summary>The standard deviation of the weights of a tensor, without the scale.</summary>
    private protected virtual double Deviation(ParameterTensor tensor) => 1 / Math.Sqrt(tensor.FanIn);

    /// <summary>Draws the weights of a tensor.</summary>
    private protected virtual void Fill(Span<Real> weights, ParameterTensor tensor, ref RandomStream random) =>
        random.FillGaussian(weights, Scale * Deviation(tensor));
}
