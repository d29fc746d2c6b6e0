namespace LiftedActors.Host.Tests.Dependencies;

/// <summary>What one project may know: the architecture's table, one row.</summary>
/// <param name="Project">The project, and its assembly.</param>
/// <param name="Projects">The projects that it may reference.</param>
/// <param name="Packages">The packages that it may reference; a trailing dot stands for a family.</param>
/// <param name="Forbidden">Types (<c>Namespace.Type</c>) and members (<c>Namespace.Type.Member</c>) of the base library that it must not use.</param>
public sealed record Room(string Project, string[] Projects, string[] Packages, string[] Forbidden)
{
    private static readonly string[] Console = ["System.Console"];

    private static readonly string[] Files =
    [
        "System.IO.File", "System.IO.FileStream", "System.IO.FileInfo", "System.IO.Directory", "System.IO.DirectoryInfo", "System.IO.Path",
        "System.IO.RandomAccess",
    ];

    private static readonly string[] Threads =
    [
        "System.Threading.Thread", "System.Threading.ThreadPool", "System.Threading.Timer", "System.Threading.Tasks.Parallel",
        "System.Threading.Tasks.Task.Run", "System.Threading.Tasks.TaskFactory.StartNew", "System.Threading.Tasks.Task.Delay",
    ];

    private static readonly string[] Clock =
    [
        "System.Diagnostics.Stopwatch", "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTimeOffset.get_Now",
        "System.DateTimeOffset.get_UtcNow", "System.Environment.get_TickCount", "System.Environment.get_TickCount64", "System.TimeProvider.get_System",
    ];

    private static readonly string[] Unseeded =
    [
        "System.Random..ctor()", "System.Random.get_Shared", "System.Guid.NewGuid", "System.Security.Cryptography.RandomNumberGenerator",
    ];

    /// <summary>The table. The host may know everything and has no row.</summary>
    public static IReadOnlyList<Room> Table { get; } =
    [
        new("LiftedActors.Model", [], ["MathNet.Numerics", "System.Numerics.Tensors"], [.. Console, .. Files, .. Threads, .. Clock, .. Unseeded]),
        new("LiftedActors.Actors", ["LiftedActors.Model"], [], [.. Console, .. Files, .. Unseeded]),
        new("LiftedActors.Akka", ["LiftedActors.Model", "LiftedActors.Actors"], ["Akka", "Akka."], Console),
        new("LiftedActors.Gpu", ["LiftedActors.Model"], ["ILGPU", "ILGPU."], [.. Console, .. Files]),
    ];

    /// <summary>Whether a package or assembly name stands in <see cref="Packages"/>.</summary>
    public bool MayUse(string package) =>
        Packages.Any(known => known.EndsWith('.') ? package.StartsWith(known, StringComparison.Ordinal) : package == known);
}
