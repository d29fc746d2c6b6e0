using System.Collections.Immutable;
using System.Globalization;
using LiftedActors.Model.Networks;

namespace LiftedActors.Model.Formulations;

/// <summary>The weights μ_1…μ_{L−1} of the penalties of the hidden layers. They change at quiet points only.</summary>
public sealed class PenaltyWeights : IEquatable<PenaltyWeights>
{
    private readonly ImmutableArray<double> _ofLayers;

    /// <summary>Creates the weights.</summary>
    /// <param name="ofLayers">μ_1…μ_{L−1}.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not positive and finite.</exception>
    public PenaltyWeights(IEnumerable<double> ofLayers)
    {
        _ofLayers = [.. ofLayers];
        foreach (var weight in _ofLayers)
        {
            if (!(weight > 0 && double.IsFinite(weight)))
            {
                throw new ArgumentOutOfRangeException(nameof(ofLayers), $"A penalty weight must be positive and finite, which {weight} is not.");
            }
        }
    }

    /// <summary>The hidden layers, L − 1.</summary>
    public int Layers => _ofLayers.Length;

    /// <summary>μ_ℓ.</summary>
    /// <param name="layer">ℓ in 1…L−1.</param>
    public double this[int layer] => _ofLayers[layer - 1];

    /// <summary>The weights that a run of a formulation begins with.</summary>
    public static PenaltyWeights Of(LiftedFormulation formulation, Network network) =>
        new(Enumerable.Range(1, network.Depth - 1).Select(layer => (network.Layers[layer - 1].IsConstraint ? formulation.ConstraintWeight : null) ?? formulation.WeightOf(layer)));

    /// <summary>Reads weights that <see cref="ToString"/> wrote, to the bit.</summary>
    /// <exception cref="FormatException">The text is not a list of numbers.</exception>
    public static PenaltyWeights Parse(string text) =>
        new(text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture)));

    /// <summary>Each weight as a function of its layer and its present value.</summary>
    public PenaltyWeights With(Func<int, double, double> weightOf) => new(_ofLayers.Select((weight, i) => weightOf(i + 1, weight)));

    /// <inheritdoc/>
    public bool Equals(PenaltyWeights? other) => other is not null && _ofLayers.SequenceEqual(other._ofLayers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PenaltyWeights);

    /// <inheritdoc/>
    public override int GetHashCode() => _ofLayers.Aggregate(Layers, HashCode.Combine);

    /// <summary>The weights in the order of the layers, to the bit.</summary>
    public override string ToString() => string.Join(' ', _ofLayers.Select(weight => weight.ToString("R", CultureInfo.InvariantCulture)));
}
