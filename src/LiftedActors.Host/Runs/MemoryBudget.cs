using System.Globalization;
using LiftedActors.Host.Specs;

namespace LiftedActors.Host.Runs;

/// <summary>The memory that a run may take.</summary>
/// <param name="Bytes">In bytes.</param>
/// <param name="IsAsked">Whether it was asked for and is to be kept; otherwise it is what the machine has.</param>
public sealed record MemoryBudget(long Bytes, bool IsAsked)
{
    private const string Units = "KMGT";

    /// <summary>What the machine has.</summary>
    public static MemoryBudget OfMachine { get; } = new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, false);

    /// <summary>Reads <c>512M</c>, <c>4G</c>, <c>1.5G</c>: units of 1024.</summary>
    /// <exception cref="SpecException">It is no amount of memory.</exception>
    public static MemoryBudget Parse(string text)
    {
        var power = text.Length > 0 ? Units.IndexOf(char.ToUpperInvariant(text[^1]), StringComparison.Ordinal) + 1 : 0;
        var bytes = power > 0 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number * Math.Pow(1024, power) : 0;
        return bytes is >= 1 and < long.MaxValue
            ? new MemoryBudget((long)bytes, true)
            : throw new SpecException("The command line", "--memory", $"'{text}' is no amount of memory; write 512M or 4G.");
    }

    /// <summary>The smallest amount in the form of the option that holds some bytes.</summary>
    public static string Amount(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(bytes + (1 << 20) - 1) >> 20}M");

    /// <summary>Makes the collector keep the heap within the budget, what is outside of it set aside.</summary>
    /// <param name="outside">What the process takes outside the heap.</param>
    public void Enforce(long outside)
    {
        AppContext.SetData("GCHeapHardLimit", (ulong)(Bytes - outside));
        GC.RefreshMemoryLimit();
    }
}
