using System.Diagnostics;
using System.Globalization;

namespace LiftedActors.Host.Tests.Commands;

/// <summary>The built program in a process of its own.</summary>
internal sealed class LiftedProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;

    public LiftedProcess(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "lifted.dll");
        _process = Process.Start(new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    /// <summary>Reads lines of output until one is what we wait for.</summary>
    public async Task WaitForAsync(Func<string, bool> isIt)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (isIt(line))
            {
                return;
            }
        }

        Assert.Fail($"The program ended before: {await _process.StandardError.ReadToEndAsync()}");
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
    }

    public async Task InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async Task<(int Code, string Output, string Error)> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var output = _process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = _process.StandardError.ReadToEndAsync(patience.Token);
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, await output, await error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
