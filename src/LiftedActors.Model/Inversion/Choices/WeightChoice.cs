namespace LiftedActors.Model.Inversion.Choices;

/// <summary>A rule that chooses the weight α of the regulariser. It knows of the inversion only what solving with a weight comes to.</summary>
public abstract record WeightChoice
{
    private protected WeightChoice()
    {
    }

    /// <summary>Chooses.</summary>
    /// <param name="solve">Solves with a weight; called with few weights near to one another, so that a warm start pays.</param>
    public abstract WeightDecision Choose(Func<double, InversionPoint> solve);

    /// <summary>So many weights from the largest down to the least, in equal ratios.</summary>
    private protected static double[] Grid(double least, double largest, int points)
    {
        if (!(least > 0 && least < largest && double.IsFinite(largest)))
        {
            throw new ArgumentOutOfRangeException(nameof(least), FormattableString.Invariant($"Weights must go from a positive one to a larger one, not from {least} to {largest}."));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(points, 4);
        return [.. Enumerable.Range(0, points).Select(i => largest * Math.Pow(least / largest, (double)i / (points - 1)))];
    }

    private protected static WeightDecision Decide(InversionPoint chosen, IEnumerable<InversionPoint> path, FormattableString cause) =>
        new(chosen, [.. path.OrderBy(point => point.Weight)], FormattableString.Invariant(cause));

    private protected static double RequireNoiseLevel(double noiseLevel) => noiseLevel >= 0 && double.IsFinite(noiseLevel)
        ? noiseLevel
        : throw new ArgumentOutOfRangeException(nameof(noiseLevel), FormattableString.Invariant($"The noise level must be finite and not negative, which {noiseLevel} is not."));
}
