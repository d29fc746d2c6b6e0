using LiftedActors.Model.Kernels;
using LiftedActors.Model.Potentials;

namespace LiftedActors.Model.Certificates;

/// <summary>The Burbea–Rao term Ψ(f + αv) + Ψ(f − αv) − 2Ψ(f) of the single-layer theorem.</summary>
/// <remarks>
/// 0 for a rectifier where α|v_j| ≤ f_j, and infinite elsewhere; 0 for a soft threshold where α|v_j| ≤ |f_j|, and 2λα|v_j| where f_j = 0; O(α²) where Ψ is smooth and f ± αv stay in its
/// domain. Source: docs/inversion-theorems.md §2.
/// </remarks>
public static class BurbeaRao
{
    /// <summary>
    /// A number that the term does not exceed; +∞ where f + αv or f − αv leaves the domain, or where f does. For a potential that is not separable, or only weakly convex, the term as it is computed.
    /// </summary>
    /// <param name="potential">Ψ.</param>
    /// <param name="data">f.</param>
    /// <param name="v">v.</param>
    /// <param name="weight">α.</param>
    public static double UpperBound(ConvexPotential potential, ReadOnlySpan<Real> data, ReadOnlySpan<double> v, double weight)
    {
        var wide = new double[data.Length];
        for (var j = 0; j < wide.Length; j++)
        {
            wide[j] = data[j];
        }

        var sum = IsBounded(potential) ? Separately(potential, wide, v, weight) : Together(potential, wide, v, weight);
        return double.IsNaN(sum) ? double.PositiveInfinity : sum;
    }

    /// <summary>Whether the rounding of the term is bounded: for separable convex potentials.</summary>
    internal static bool IsBounded(ConvexPotential potential) => potential.IsSeparable && potential.Weakness == 0;

    /// <summary>Every end is taken once a little too near and once a little too far, as the convex ψ is largest at one of them.</summary>
    private static double Separately(ConvexPotential potential, ReadOnlySpan<double> data, ReadOnlySpan<double> v, double weight)
    {
        var (sum, size) = (0.0, 0.0);
        Span<double> point = stackalloc double[1];
        for (var j = 0; j < data.Length; j++)
        {
            if (v[j] == 0)
            {
                point[0] = data[j];
                sum += potential.Value<double>(point) < double.PositiveInfinity ? 0 : double.PositiveInfinity;
                continue;
            }

            var move = weight * v[j];
            point[0] = data[j];
            var (centre, up, down) = (potential.Value<double>(point), Largest(potential, data[j], move, point), Largest(potential, data[j], -move, point));
            var reach = Math.Abs(data[j]) + Math.Abs(move);
            size += 4 + (4 * reach * reach) + Math.Abs(up) + Math.Abs(down) + (2 * Math.Abs(centre));
            sum += up + down - (2 * centre);
        }

        return sum + Rounding.Above((Rounding.Elementary + Rounding.Gamma(data.Length + 4)) * size, data.Length + 8);
    }

    private static double Largest(ConvexPotential potential, double centre, double move, Span<double> point)
    {
        var slack = 4 * Rounding.Unit * (Math.Abs(centre) + (2 * Math.Abs(move))) * Math.Sign(move);
        point[0] = centre + move + slack;
        var outer = potential.Value<double>(point);
        point[0] = Math.Abs(slack) < Math.Abs(move) ? centre + move - slack : centre;
        return Math.Max(outer, potential.Value<double>(point));
    }

    private static double Together(ConvexPotential potential, double[] data, ReadOnlySpan<double> v, double weight)
    {
        var (up, down) = (new double[data.Length], new double[data.Length]);
        for (var j = 0; j < data.Length; j++)
        {
            (up[j], down[j]) = (data[j] + (weight * v[j]), data[j] - (weight * v[j]));
        }

        var (above, below, centre) = (potential.Value<double>(up), potential.Value<double>(down), potential.Value<double>(data));
        return above + below - (2 * centre)
            + (Rounding.Elementary * (data.Length + Math.Abs(above) + Math.Abs(below) + (2 * Math.Abs(centre))));
    }
}
