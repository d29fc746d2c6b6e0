using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace LiftedActors.Host.Tests;

/// <summary>A fact that is reported as skipped, not as passed, where there is no Python with some modules.</summary>
/// <param name="modules">The modules.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute(params string[] modules) : FactAttribute
{
    public override string? Skip => Python.Find(modules) is not null ? null
        : modules.Length == 0 ? "Python is not installed."
        : $"No Python has {string.Join(" and ", modules)} (Debian: python3-torch, python3-numpy, python3-opencv).";
}

/// <summary>The Python of this machine, for peers that results are held against.</summary>
internal static class Python
{
    private static readonly string[] Interpreters = ["python3", "/usr/bin/python3"];
    private static readonly ConcurrentDictionary<string, string?> Found = new();

    /// <summary>The first interpreter that has all modules; null where there is none.</summary>
    public static string? Find(params string[] modules) => Found.GetOrAdd(string.Join(' ', modules), _ => Array.Find(Interpreters, interpreter =>
    {
        using var process = Start(interpreter, ["-c", "import importlib.util as u, sys; sys.exit(any(u.find_spec(m) is None for m in sys.argv[1:]))", .. modules]);
        process?.StandardError.ReadToEnd();
        process?.WaitForExit();
        return process?.ExitCode == 0;
    }));

    /// <summary>Runs a script and fails the test with what it said where it fails.</summary>
    public static void Run(string script, string[] modules, params string[] arguments)
    {
        using var process = Start(Find(modules)!, ["-c", script, .. arguments])!;
        var output = process.StandardOutput.ReadToEndAsync();
        var fault = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.True(process.ExitCode == 0, $"{output.Result}{fault}");
    }

    private static Process? Start(string interpreter, IEnumerable<string> arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(interpreter, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
