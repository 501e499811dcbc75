using System.Runtime.InteropServices;
using System.Threading.Channels;
using ProcessProxy.Platform.Streams;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Server;

/// <summary>Handles signals: the first stop signal requests an orderly stop, the second a quick one; SIGHUP a reload, also under nohup.</summary>
internal sealed class ServerSignals : IDisposable
{
    private const int HangUp = 1;

    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource hurry = new();
    private readonly Channel<bool> reloads = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly bool hasTerminal = Terminal.IsInput();

    private readonly bool isDetached;
    private readonly PosixSignalRegistration[] registrations;

    /// <summary>Handles signals from now on.</summary>
    /// <param name="isDetached">Whether the end of the terminal is known to be ignored.</param>
    public ServerSignals(bool isDetached)
    {
        // nohup means that the end of the terminal is ignored. Without this, the runtime would ignore every SIGHUP.
        this.isDetached = (!OperatingSystem.IsWindows() && SignalDisposition.Heed(HangUp)) || isDetached;
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnStop),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnStop),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnHangUp),

            // On Windows this is Ctrl+Break, with which one program asks another to end. Elsewhere it is Ctrl+\, which ends a program at a terminal.
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnStop),
        ];
    }

    /// <summary>Gets a token that is canceled by the first signal.</summary>
    public CancellationToken Stop => stop.Token;

    /// <summary>Gets a token that is canceled by the second signal.</summary>
    public CancellationToken Hurry => hurry.Token;

    /// <summary>Gets one item if a reload has been requested, however often, since the last one was read.</summary>
    public ChannelReader<bool> Reloads => reloads.Reader;

    /// <summary>Requests an orderly stop, like the first signal.</summary>
    public void AskToStop() => stop.Cancel();

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        stop.Dispose();
        hurry.Dispose();
    }

    private void OnStop(PosixSignalContext context)
    {
        context.Cancel = true;
        (stop.IsCancellationRequested ? hurry : stop).Cancel();
    }

    /// <summary>Returns whether the terminal was closed, which sends the same signal as an operator who wants a reload; but then it is no longer a terminal.</summary>
    private void OnHangUp(PosixSignalContext context)
    {
        if (OperatingSystem.IsWindows() || (hasTerminal && !isDetached && !Terminal.IsInput()))
        {
            OnStop(context);
            return;
        }

        context.Cancel = true;
        reloads.Writer.TryWrite(true);
    }
}
