using LiftedActors.Model.Randomness;

namespace LiftedActors.Model.Networks;

/// <summary>Initial parameters W ~ N(0, scale²/n_in), b = 0, a function of (seed, layer).</summary>
/// <param name="Scale">The factor on the standard deviation n_in^(−1/2).</param>
public sealed record Initialisation(double Scale = 1)
{
    /// <summary>Writes the initial parameters of a layer.</summary>
    /// <param name="parameters">Receives W and b.</param>
    /// <param name="layer">The layer ℓ.</param>
    /// <param name="seed">The seed.</param>
    public void Fill(Parameters parameters, int layer, long seed)
    {
        var random = new RandomStream(seed, "weights", layer, 0);
        random.FillGaussian(parameters.Weights.Values, Scale / Math.Sqrt(parameters.Inputs));
        parameters.Bias.Clear();
    }
}
