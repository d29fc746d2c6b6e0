using System.Runtime.InteropServices;
using LiftedActors.Host.Runs;

namespace LiftedActors.Host.Commands;

/// <summary>Ctrl-C: the first time asks the run to stop in order, the second time leaves at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption(Action<string> tell)
    {
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            if (_source.IsCancellationRequested)
            {
                Environment.Exit(ExitCode.Interrupted);
            }

            context.Cancel = true;
            tell("Stopping after this step; once more leaves at once.");
            _source.Cancel();
        }))];
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }
}
