using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Networks;

/// <summary>Initial parameters W ~ N(0, scale²/n_in), b = 0, a function of (seed, layer).</summary>
/// <param name="Scale">The factor on the standard deviation n_in^(−1/2).</param>
public sealed record Initialisation(double Scale = 1)
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
                parameters.Tensor(i).Clear();
            }
            else
            {
                random.FillGaussian(parameters.Tensor(i), Scale / Math.Sqrt(tensors[i].FanIn));
            }
        }
    }
}
