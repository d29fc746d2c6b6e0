namespace LiftedActors.Host.Bench.Speed;

/// <summary>One way to do the work of a contest.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Run">Does the work once and gives its measure.</param>
internal sealed record Side(string Name, Func<double> Run)
{
    /// <summary>A number of threads in words.</summary>
    public static string Threads(int count) => count == 1 ? "1 thread" : $"{count} threads";
}
