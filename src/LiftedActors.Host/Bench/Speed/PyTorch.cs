using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using LiftedActors.Host.Data;

namespace LiftedActors.Host.Bench.Speed;

/// <summary>The PyTorch side: a script of ours in one child process per number of threads, asked line by line.</summary>
internal sealed class PyTorch : IDisposable
{
    private const string Script = "pytorch_peer.py";
    private const string ScriptFolder = "tests/LiftedActors.Benchmarks/peers";

    private readonly string _python;
    private readonly string _script;
    private readonly Dictionary<int, Process> _processes = [];

    private PyTorch(string python, string script) => (_python, _script) = (python, script);

    /// <summary>The first interpreter that has PyTorch; null where there is none, which is said.</summary>
    /// <param name="python">The interpreter to take; null to look for one.</param>
    /// <param name="peers">The folder of the script; null for that of the repository around the working folder or the program.</param>
    /// <param name="say">Is told why there is none.</param>
    public static PyTorch? Find(string? python, string? peers, Action<string> say)
    {
        string[] candidates = python is null ? ["python3", "/usr/bin/python3"] : [python];
        var script = peers is null ? FindScript() : Path.Combine(peers, Script);
        if (script is null || !File.Exists(script))
        {
            say($"{script ?? $"{ScriptFolder}/{Script}"} is not there, so rows against PyTorch are left out; name its folder with --peers.");
            return null;
        }

        if (Array.Find(candidates, HasTorch) is { } found)
        {
            return new PyTorch(found, script);
        }

        say($"PyTorch is not installed for {string.Join(" or ", candidates)}, so rows against it are left out; install it (Debian: python3-torch and libopenblas0-pthread), or name an interpreter with --python.");
        return null;
    }

    /// <summary>Has a request answered.</summary>
    /// <param name="threads">The threads that PyTorch may use.</param>
    /// <param name="request">The request.</param>
    /// <exception cref="DataFaultException">The process ended, or the script failed.</exception>
    public JsonObject Ask(int threads, JsonObject request)
    {
        if (!_processes.TryGetValue(threads, out var process))
        {
            process = _processes[threads] = Start(threads.ToString(CultureInfo.InvariantCulture));
            Answer(process);
        }

        process.StandardInput.WriteLine(request.ToJsonString());
        process.StandardInput.Flush();
        return Answer(process);
    }

    /// <summary>Ends the processes.</summary>
    public void Dispose()
    {
        foreach (var process in _processes.Values)
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(TimeSpan.FromSeconds(5)))
            {
                process.Kill();
            }

            process.Dispose();
        }
    }

    private static string? FindScript()
    {
        foreach (var start in (string[])[Environment.CurrentDirectory, AppContext.BaseDirectory])
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var script = Path.Combine(folder.FullName, ScriptFolder, Script);
                if (File.Exists(script))
                {
                    return script;
                }
            }
        }

        return null;
    }

    private static bool HasTorch(string python)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, ["-c", "import numpy, torch"]) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private Process Start(string threads) => Process.Start(new ProcessStartInfo(_python, [_script, threads]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;

    private JsonObject Answer(Process process)
    {
        var line = process.StandardOutput.ReadLine();
        var answer = line is null ? null : JsonNode.Parse(line) as JsonObject;
        return answer is not null && answer["fault"] is null
            ? answer
            : throw new DataFaultException($"{_script}: PyTorch failed: {answer?["fault"]?.ToString() ?? "the process ended"}.");
    }
}
