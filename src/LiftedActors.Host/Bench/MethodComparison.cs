using LiftedActors.Host.Runs;

namespace LiftedActors.Host.Bench;

/// <summary>How a method did.</summary>
/// <param name="Method">Its word.</param>
/// <param name="Runs">One run for each seed.</param>
internal sealed record Rival(string Method, IReadOnlyList<RivalRun> Runs)
{
    /// <summary>The runs that ended well.</summary>
    public IEnumerable<RivalRun> Good => Runs.Where(run => run.Fault is null);
}

/// <summary>Methods on one network, data, initial weights and seeds, at equal epochs and at equal wall time.</summary>
/// <remarks>
/// The equal epochs are those that every run that ended well has behind it; the equal time of a seed is that of the fastest method for them. Runs that did not end well
/// are left out of the means and named.
/// </remarks>
internal sealed class MethodComparison
{
    /// <summary>Compares runs.</summary>
    /// <param name="rivals">The methods.</param>
    /// <param name="measure">The measure that counts.</param>
    /// <param name="byTime">Whether the best method is that at equal time, rather than at equal epochs.</param>
    public MethodComparison(IReadOnlyList<Rival> rivals, QualityMeasure measure, bool byTime)
    {
        (Rivals, Measure) = (rivals, measure);
        var good = rivals.SelectMany(rival => rival.Good).ToArray();
        Epochs = good.Length == 0 ? 0 : good.Min(run => run.Epochs);
        Seconds = good.GroupBy(run => run.Seed).ToDictionary(runs => runs.Key, runs => runs.Min(run => run.AtEpoch(Epochs).Seconds));
        Scores = [.. rivals.Where(rival => rival.Good.Any()).Select(Score)];
        Ranked = [.. Scores.OrderByDescending(score => Signed(byTime ? score.AtTime : score.AtEpochs))];
    }

    /// <summary>The methods in the order in which they were asked for.</summary>
    public IReadOnlyList<Rival> Rivals { get; }

    /// <summary>The measure that counts.</summary>
    public QualityMeasure Measure { get; }

    /// <summary>The equal epochs.</summary>
    public int Epochs { get; }

    /// <summary>The equal time for every seed.</summary>
    public IReadOnlyDictionary<long, double> Seconds { get; }

    /// <summary>What each method came to; methods without a run that ended well have none.</summary>
    public IReadOnlyList<RivalScore> Scores { get; }

    /// <summary>The same, the best first.</summary>
    public IReadOnlyList<RivalScore> Ranked { get; }

    /// <summary>One sentence for every method that is behind another one, or did not end well.</summary>
    public IEnumerable<string> Losses()
    {
        foreach (var rival in Rivals)
        {
            foreach (var run in rival.Runs.Where(run => run.Fault is not null))
            {
                yield return $"{rival.Method} did not end well with seed {run.Seed}: {run.Fault}";
            }

            if (Scores.FirstOrDefault(score => score.Method == rival.Method) is { } mine && Loss(mine) is { } sentence)
            {
                yield return sentence;
            }
        }
    }

    private RivalScore Score(Rival rival) => new(
        rival.Method,
        new Spread([.. rival.Good.Select(run => run.AtEpoch(Epochs).Value)]),
        new Spread([.. rival.Good.Select(run => run.AtTime(Seconds[run.Seed]))]),
        new Spread([.. rival.Good.SelectMany(run => run.EpochSeconds)]).Median);

    private string? Loss(RivalScore mine)
    {
        var atEpochs = Behind(mine, score => score.AtEpochs);
        var atTime = Behind(mine, score => score.AtTime);
        return (atEpochs, atTime) switch
        {
            (null, null) => null,
            ({ } epochs, null) => $"{mine.Method} is {epochs.By} {epochs.Best} at equal epochs, and not behind at equal time.",
            (null, { } time) => $"{mine.Method} is not behind at equal epochs, but {time.By} {time.Best} at equal time.",
            ({ } epochs, { } time) => epochs.Best == time.Best
                ? $"{mine.Method} is {epochs.By} {epochs.Best} at equal epochs and {time.By} it at equal time."
                : $"{mine.Method} is {epochs.By} {epochs.Best} at equal epochs and {time.By} {time.Best} at equal time.",
        };
    }

    /// <summary>By how much a method is behind the best one; null where it is not, as far as the digits shown tell.</summary>
    private (string By, string Best)? Behind(RivalScore mine, Func<RivalScore, Spread> at)
    {
        var best = Scores.MaxBy(score => Signed(at(score)))!;
        var difference = Math.Abs(at(best).Mean - at(mine).Mean);
        if (best == mine || Measure.Value(difference) == Measure.Value(0))
        {
            return null;
        }

        var isWithin = at(mine).Values.Count > 1 && difference <= Math.Max(at(mine).Deviation, at(best).Deviation);
        return ($"{Measure.Value(difference)} {(isWithin ? "(within the spread of the seeds) " : string.Empty)}{(Measure.IsHigherBetter ? "below" : "above")}", best.Method);
    }

    private double Signed(Spread values) => Measure.IsHigherBetter ? values.Mean : -values.Mean;
}

/// <summary>What a method came to.</summary>
/// <param name="Method">Its word.</param>
/// <param name="AtEpochs">The measure at equal epochs, one value for each seed.</param>
/// <param name="AtTime">The measure at equal time, one value for each seed.</param>
/// <param name="SecondsPerEpoch">The median over all epochs.</param>
internal sealed record RivalScore(string Method, Spread AtEpochs, Spread AtTime, double SecondsPerEpoch);
