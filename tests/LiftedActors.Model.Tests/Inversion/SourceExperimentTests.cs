using LiftedActors.Model.Inversion;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Tests.Inversion;

/// <summary>The error theorem of one layer with constructed source elements, in a reduced form.</summary>
public sealed class SourceExperimentTests
{
    private const int Seeds = 3;

    private static readonly double[] Levels = typeof(Real) == typeof(float) ? [1e-1, 1e-2] : [1e-1, 1e-2, 1e-3];

    public static TheoryData<string, SourcePrior> Cases
    {
        get
        {
            var data = new TheoryData<string, SourcePrior>();
            foreach (var activation in (string[])["relu", "tanh", "soft-threshold", "identity"])
            {
                data.Add(activation, SourcePrior.Tikhonov);
                data.Add(activation, SourcePrior.TotalVariation);
            }

            return data;
        }
    }

    /// <summary>D_J is below the bound at every δ, the noise level is the wanted one, and the order in δ is at least 0.9.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void TheDistanceStaysBelowTheBoundWithItsOrder(string activation, SourcePrior prior)
    {
        var orders = new List<double>();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var rows = new SourceExperiment(PotentialCatalogue.Create(activation), prior).Run(seed, Levels);
            foreach (var (row, level) in rows.Zip(Levels))
            {
                Assert.Equal(level, row.NoiseLevel, 1e-3 * level);
                Assert.True(row.Distance <= row.Bound, $"{row}");
                Assert.True(row.GapShare <= 0.05 * row.Bound, $"{row}");
            }

            // Without a Burbea–Rao term the bound is 2√2|v†|δ.
            if (activation == "identity")
            {
                Assert.All(rows, row => Assert.Equal((4 * row.NoiseLevel * row.NoiseLevel / row.Weight) + row.GapShare, row.Bound, 1e-5 * row.Bound));
            }

            orders.Add(SourceExperiment.Order(rows));
        }

        Assert.True(orders.Order().ElementAt(Seeds / 2) >= 0.9, string.Join(", ", orders));
    }
}
