namespace LiftedActors.Host.Bench.Speed;

/// <summary>The rows of the table of speed by their words, and the run over them.</summary>
internal static class SpeedBench
{
    private const string Scaling = "scaling";

    private static readonly Dictionary<string, Func<SpeedSetting, IEnumerable<Contest>>> Families = new(StringComparer.Ordinal)
    {
        ["products"] = ProductRows.Of,
        ["penalty"] = PenaltyRows.Of,
        ["epoch"] = EpochRows.Of,
        ["quality"] = QualityRows.Of,
        ["depth"] = DepthRows.Of,
        ["loss"] = LossRows.Of,
        ["engines"] = EngineRows.Of,
        ["slowed"] = SlowedRows.Of,
    };

    private static readonly string[] AgainstPyTorch = ["epoch", "quality", "depth", "loss"];

    /// <summary>The words of the rows, in the order of the table.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Families.Keys, Scaling];

    /// <summary>Whether a row is measured against PyTorch.</summary>
    public static bool NeedsPyTorch(string word) => AgainstPyTorch.Contains(word);

    /// <summary>Runs the contests of some rows and writes each row as soon as it is known; the tables of scaling follow.</summary>
    public static void Run(TextWriter output, IReadOnlyList<string> words, SpeedSetting setting)
    {
        var contests = words.Where(Families.ContainsKey).SelectMany(word => Families[word](setting));
        var race = new Race(setting.Runs, setting.Say);
        var hasHead = false;
        foreach (var contest in contests)
        {
            var result = race.Run(contest);
            if (!hasHead)
            {
                SpeedTable.WriteHead(output);
                hasHead = true;
            }

            SpeedTable.WriteRow(output, result);
        }

        if (words.Contains(Scaling))
        {
            ScalingTables.Write(output, setting);
        }
    }
}
