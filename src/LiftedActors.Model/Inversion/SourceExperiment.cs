using LiftedActors.Model.Certificates;
using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Inversion;

/// <summary>
/// The error theorem of one layer, tried: with Aᵀv† ∈ ∂J(u†) and B_Ψ(f, A u† + b) = δ², the minimiser u_α for α = √2 δ/|v†| obeys D_J(u_α, u†) ≤ 2δ²/α + α|v†|² + BR/α, BR the Burbea–Rao term
/// Ψ(f + αv†) + Ψ(f − αv†) − 2Ψ(f), which is 2√2|v†|δ where BR = 0.
/// </summary>
/// <remarks>
/// Data, truth and distance are in double; the data are rounded to values before δ is taken. A point whose objective is by a gap above its minimum adds gap/α to the bound.
/// Source: M. Benning, lecture <em>Lifted training and inversion</em> (Bologna 2025); docs/inversion-theorems.md §2.
/// </remarks>
/// <param name="activation">Ψ.</param>
/// <param name="prior">J.</param>
public sealed class SourceExperiment(ConvexPotential activation, SourcePrior prior)
{
    /// <summary>The part of the distance that the gap may make out: the iteration ends there, or where it comes to a standstill.</summary>
    private const double GapShare = 0.01;
    private const double Vanishing = 1e-13;
    private const int MostIterations = 200_000;
    private const int IterationsPerReport = 100;
    private const int Bisections = 200;

    /// <summary>One random problem, inverted from data of every noise level.</summary>
    /// <param name="seed">The seed of the problem and of the noise.</param>
    /// <param name="noiseLevels">Wanted noise levels δ; rounding of the data moves them a little.</param>
    public IReadOnlyList<SourceRow> Run(int seed, params ReadOnlySpan<double> noiseLevels)
    {
        var problem = SourceProblem.Draw(activation, prior, seed);
        var rows = new List<SourceRow>();
        foreach (var level in noiseLevels)
        {
            rows.Add(Invert(problem, NoisyData(problem, seed, level)));
        }

        return rows;
    }

    /// <summary>The slope of the least-squares line through (log δ, log D): the order of the error; +∞ where D vanishes but for rounding, as when total variation finds the very jumps.</summary>
    public static double Order(IReadOnlyList<SourceRow> rows)
    {
        if (rows.All(row => row.Distance <= Vanishing))
        {
            return double.PositiveInfinity;
        }

        (double X, double Y)[] points = [.. rows.Select(row => (Math.Log(row.NoiseLevel), Math.Log(Math.Max(row.Distance, Vanishing))))];
        var (x, y) = (points.Average(point => point.X), points.Average(point => point.Y));
        return points.Sum(point => (point.X - x) * (point.Y - y)) / points.Sum(point => (point.X - x) * (point.X - x));
    }

    private double Misfit(double[] data, double[] x) =>
        activation.Value<double>(data) + Wide.Dot(data, [.. data.Select((value, i) => (0.5 * value) - x[i])]) + activation.Conjugate<double>(x);

    /// <summary>σ(x†) and noise along a random direction, as much as gives the noise level.</summary>
    private Real[] NoisyData(SourceProblem problem, int seed, double level)
    {
        var (x, clean, noise) = (problem.Preactivation, new double[problem.Preactivation.Length], new Real[problem.Preactivation.Length]);
        activation.ExactProx<double>(x, 1, clean);
        var random = new Randomness.RandomStream(seed, "source noise", (int)prior);
        random.FillGaussian(noise, 1);
        var rows = problem.NoisyRows();
        double[] At(double amplitude)
        {
            // What noise takes out of the domain goes to its border.
            double[] moved = [.. clean.Select((value, j) => rows[j] ? value + (amplitude * noise[j]) : value)];
            return InversionData.Projection(activation, moved);
        }

        // B does not fall along the direction, and is 0 at its start.
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < Bisections; i++)
        {
            var middle = 0.5 * (low + high);
            (low, high) = Misfit(At(middle), x) <= level * level ? (middle, high) : (low, middle);
        }

        Real[] data = [.. At(low).Select(value => (Real)value)];
        return data;
    }

    private SourceRow Invert(SourceProblem source, Real[] data)
    {
        var level = Math.Sqrt(Math.Max(0, Misfit(Wide.Of(data), source.Preactivation)));
        var norm = Wide.Norm(source.Element);
        var weight = Math.Sqrt(2) * level / norm;
        var problem = new SingleLayerProblem(new BregmanMisfit(source.Layer, data), source.Regulariser, weight);
        InversionIteration iteration = prior == SourcePrior.Tikhonov ? new AcceleratedProximalGradient(problem) : new PrimalDual(problem);
        var lowest = double.PositiveInfinity;
        var patience = 0;
        var report = iteration.Run(
            MostIterations,
            report =>
            {
                patience = report.Gap < 0.99 * lowest ? 0 : patience + 1;
                lowest = Math.Min(lowest, report.Gap);
                return report.Gap <= GapShare * weight * Math.Max(0, Distance(source, iteration.Solution)) || patience > 20;
            },
            IterationsPerReport);
        var burbeaRao = BurbeaRao.UpperBound(activation, data, source.Element, weight);
        var share = report.Gap / weight;
        var bound = (2 * level * level / weight) + (weight * norm * norm) + (Math.Max(0, burbeaRao) / weight) + share;
        return new SourceRow(level, weight, Distance(source, iteration.Solution), bound, share);
    }

    /// <summary>J(u) − J(u†) − ⟨p, u − u†⟩: ½|u − u†|² for Tikhonov; for total variation, which is one-homogeneous, J(u) − ⟨p, u⟩ = Σ |u_{i+1} − u_i| − q_i(u_{i+1} − u_i), summed by its terms.</summary>
    private double Distance(SourceProblem source, ReadOnlySpan<Real> solution)
    {
        var u = Wide.Of(solution);
        var sum = 0.0;
        if (prior == SourcePrior.Tikhonov)
        {
            return 0.5 * u.Select((value, i) => (value - source.Truth[i]) * (value - source.Truth[i])).Sum();
        }

        var q = 0.0;
        for (var i = 0; i + 1 < u.Length; i++)
        {
            // p = Dᵀq, from its first entry on.
            q -= source.Subgradient[i];
            sum += Math.Abs(u[i + 1] - u[i]) - (q * (u[i + 1] - u[i]));
        }

        return sum;
    }
}
