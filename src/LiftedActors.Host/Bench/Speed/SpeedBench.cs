namespace LiftedActors.Host.Bench.Speed;

/// <summary>The rows of the table of speed by their words, and the run over them.</summary>
internal static class SpeedBench
{
    private static readonly Dictionary<string, Func<SpeedSetting, IEnumerable<Contest>>> Families = new(StringComparer.Ordinal)
    {
        ["products"] = ProductRows.Of,
        ["penalty"] = PenaltyRows.Of,
        ["epoch"] = EpochRows.Of,
        ["quality"] = QualityRows.Of,
        ["depth"] = DepthRows.Of,
        ["engines"] = EngineRows.Of,
    };

    private static readonly string[] AgainstPyTorch = ["epoch", "quality", "depth", "loss"];

    /// <summary>The words of the rows, in the order of the table.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Families.Keys];

    /// <summary>Whether a row is measured against PyTorch.</summary>
    public static bool NeedsPyTorch(string word) => AgainstPyTorch.Contains(word);

    /// <summary>Runs the contests of some rows and writes each row as soon as it is known.</summary>
    public static void Run(TextWriter output, IEnumerable<string> words, SpeedSetting setting)
    {
        var race = new Race(setting.Runs, setting.Say);
        SpeedTable.WriteHead(output);
        foreach (var word in words)
        {
            foreach (var contest in Families[word](setting))
            {
                SpeedTable.WriteRow(output, race.Run(contest));
            }
        }
    }
}
