using System.Runtime.InteropServices;

namespace ProcessProxy.Server;

/// <summary>Turns signals into a stop: the first asks for an orderly one, the second for a quick one.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource hurry = new();
    private readonly PosixSignalRegistration[] registrations;

    public StopSignals() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),

        // On Windows that is Ctrl+Break, by which one program asks another to end; elsewhere it asks for a core dump.
        .. OperatingSystem.IsWindows() ? [PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnSignal)] : Array.Empty<PosixSignalRegistration>(),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => stop.Token;

    /// <summary>Cancelled by the second.</summary>
    public CancellationToken Hurry => hurry.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        stop.Dispose();
        hurry.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        (stop.IsCancellationRequested ? hurry : stop).Cancel();
    }
}
