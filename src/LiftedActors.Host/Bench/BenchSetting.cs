using LiftedActors.Host.Data;

namespace LiftedActors.Host.Bench;

/// <summary>What a benchmark runs on.</summary>
/// <param name="Folders">Where data are looked for.</param>
/// <param name="Seeds">The seeds 1, 2, … that results are means of.</param>
/// <param name="Workers">The trainings that run at once, one thread each.</param>
/// <param name="Overrides">Values over those of the built-in experiments.</param>
/// <param name="Say">Is told how it goes.</param>
internal sealed record BenchSetting(DataFolders Folders, int Seeds, int Workers, IReadOnlyList<string> Overrides, Action<string> Say);
