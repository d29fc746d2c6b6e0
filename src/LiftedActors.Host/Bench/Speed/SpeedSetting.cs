using LiftedActors.Host.Data;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>What the benchmark of speed runs on.</summary>
/// <param name="Runs">The runs of each side that count.</param>
/// <param name="IsQuick">Whether everything is made so small that it only shows that it works.</param>
/// <param name="Say">Is told how it goes, and what is left out and why.</param>
internal sealed record SpeedSetting(int Runs, bool IsQuick, Action<string> Say)
{
    /// <summary>Where data are looked for.</summary>
    public DataFolders Folders { get; init; } = new(null);

    /// <summary>The PyTorch side; null without one.</summary>
    public PyTorch? PyTorch { get; init; }

    /// <summary>The file for the plot of the costs of sweeps; null for none.</summary>
    public string? Plot { get; init; }

    /// <summary>The cores that rows of several threads use.</summary>
    public int Cores { get; init; } = Environment.ProcessorCount;

    /// <summary>The rounds of contests whose runs take no longer than <see cref="Window"/>.</summary>
    public int ShortRounds => IsQuick ? 1 : 5;

    /// <summary>The seconds for which work is repeated within a run of one round.</summary>
    public double LongWindow => 4 * Window;

    /// <summary>The seconds for which short work is repeated within a run.</summary>
    public double Window => IsQuick ? 0.002 : 0.05;
}
