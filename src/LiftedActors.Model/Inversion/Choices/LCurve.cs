namespace LiftedActors.Model.Inversion.Choices;

/// <summary>The L-curve: the α at which the curve (log misfit, log J) of a grid of weights bends most. It needs no noise level.</summary>
/// <param name="Least">The least weight.</param>
/// <param name="Largest">The largest weight.</param>
/// <param name="Points">How many, in equal ratios.</param>
/// <remarks>
/// The curvature at a point is that of the circle through it and its neighbours. A heuristic: without a noise level no rule converges for all data (Bakushinskii 1984). Source: Hansen and O'Leary (1993).
/// </remarks>
public sealed record LCurve(double Least, double Largest, int Points = 15) : WeightChoice
{
    /// <summary>The part of the largest J below which its logarithm tells of the solver alone.</summary>
    private const double Invisible = 1e-5;

    /// <summary>Points nearer than this in the logarithms bend by chance.</summary>
    private const double LeastDistance = 1e-3;

    /// <inheritdoc/>
    public override WeightDecision Choose(Func<double, InversionPoint> solve)
    {
        InversionPoint[] path = [.. Grid(Least, Largest, Points).Select(solve)];
        var visible = Invisible * path.Max(point => point.Regulariser);
        var seen = path.Where(point => point.Misfit > 0 && point.Regulariser > visible).ToArray();
        if (seen.Length < 3)
        {
            return Decide(path[^1], path, $"The L-curve has fewer than three points with a misfit and a regulariser that can be told from 0, so that the least weight α = {path[^1].Weight:g4} is taken; widen the grid.");
        }

        var (best, curvature) = (seen[1], double.NegativeInfinity);
        for (var i = 1; i < seen.Length - 1; i++)
        {
            var bend = Curvature(At(seen[i - 1]), At(seen[i]), At(seen[i + 1]));
            (best, curvature) = bend > curvature ? (seen[i], bend) : (best, curvature);
        }

        return Decide(best, path, $"L-curve: of {path.Length} weights from {Least:g3} to {Largest:g3}, the curve bends most, by {curvature:g3}, at α = {best.Weight:g4}.");
    }

    private static (double X, double Y) At(InversionPoint point) => (Math.Log(point.Misfit), Math.Log(point.Regulariser));

    /// <summary>4 area/(product of the sides), positive where the curve turns right on its way to smaller weights, from along the foot of the L to up its stem.</summary>
    private static double Curvature((double X, double Y) a, (double X, double Y) b, (double X, double Y) c)
    {
        var cross = ((b.X - a.X) * (c.Y - b.Y)) - ((b.Y - a.Y) * (c.X - b.X));
        var sides = Distance(a, b) * Distance(b, c) * Distance(a, c);
        return Math.Min(Distance(a, b), Distance(b, c)) < LeastDistance ? 0 : -2 * cross / sides;
    }

    private static double Distance((double X, double Y) a, (double X, double Y) b) => Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));
}
