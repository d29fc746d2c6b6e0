using System.Globalization;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>The table of contests, in Markdown; wins and losses alike.</summary>
internal static class SpeedTable
{
    /// <summary>Writes the head of the table.</summary>
    public static void WriteHead(TextWriter output)
    {
        output.WriteLine("| Work | ours | median | against | median | ratio (quartiles) | target | verdict |");
        output.WriteLine("|---|---|---|---|---|---|---|---|");
    }

    /// <summary>Writes one row.</summary>
    public static void WriteRow(TextWriter output, ContestResult result)
    {
        var (contest, peer) = (result.Contest, result.Peer);
        output.WriteLine(
            $"| {contest.Work} | {result.Ours.Name} | {Value(contest, result.Ours)} | {peer?.Name ?? "–"} | {(peer is null ? "–" : Value(contest, peer))} "
            + $"| {Ratio(result)} | {contest.Target} | {Verdict(result)} |");
    }

    private static string Value(Contest contest, SideResult side) => contest.Operations is { } operations
        ? string.Create(CultureInfo.InvariantCulture, $"{Measure.Time(side.Median)}, {operations / side.Median / 1e9:0.0} GFLOP/s")
        : contest.Measure.Format(side.Median);

    private static string Ratio(ContestResult result)
    {
        var ratios = result.Advantages.Select(result.Contest.Target.Ratio).Order().ToArray();
        if (ratios.Length == 0 || !ratios.All(ratio => ratio > 0 && double.IsFinite(ratio)))
        {
            return "–";
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(result.Contest.Target.IsTime ? "time" : "speed")} {Repetition.Median(ratios):0.00} ({ratios[(ratios.Length - 1) / 4]:0.00} – {ratios[^(((ratios.Length - 1) / 4) + 1)]:0.00})");
    }

    private static string Verdict(ContestResult result) =>
        result.Advantages.Count == 0 ? "not compared" : result.Contest.Target.Verdict(Repetition.Median(result.Advantages));
}
