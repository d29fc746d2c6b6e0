using LiftedActors.Model.Kernels;

namespace LiftedActors.Model.Inversion.Choices;

/// <summary>Quasi-optimality: the α of a grid in equal ratios at which the solution changes least from one weight to the next. It needs no noise level.</summary>
/// <param name="Least">The least weight.</param>
/// <param name="Largest">The largest weight.</param>
/// <param name="Points">How many, in equal ratios.</param>
/// <remarks>
/// Where the weight is so large that the data do not matter, the solution does not change either: weights whose misfit is above nine tenths of that of the largest weight are left out. A heuristic, as <see cref="LCurve"/>.
/// Source: Tikhonov, Glasko and Kriksin (1979).
/// </remarks>
public sealed record QuasiOptimality(double Least, double Largest, int Points = 15) : WeightChoice
{
    private const double StillDecidedByTheData = 0.9;

    /// <inheritdoc/>
    public override WeightDecision Choose(Func<double, InversionPoint> solve)
    {
        InversionPoint[] path = [.. Grid(Least, Largest, Points).Select(solve)];
        var (best, least) = (path[^1], double.PositiveInfinity);
        for (var i = 1; i < path.Length; i++)
        {
            var change = Math.Sqrt(VectorKernels.SquaredDistance(path[i].Solution.AsSpan(), path[i - 1].Solution.AsSpan()));
            if (path[i].Misfit <= StillDecidedByTheData * path[0].Misfit && change < least)
            {
                (best, least) = (path[i], change);
            }
        }

        return Decide(best, path, $"Quasi-optimality: of {path.Length} weights from {Least:g3} to {Largest:g3}, the solution changes least, by {least:g3}, at α = {best.Weight:g4}.");
    }
}
