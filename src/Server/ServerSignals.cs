using System.Runtime.InteropServices;
using System.Threading.Channels;
using ProcessProxy.Platform.Streams;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Server;

/// <summary>What signals ask for: the first of the stopping ones an orderly stop, the second a quick one; SIGHUP a reload, also under nohup.</summary>
internal sealed class ServerSignals : IDisposable
{
    private const int HangUp = 1;

    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource hurry = new();
    private readonly Channel<bool> reloads = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly bool hasTerminal = Terminal.IsInput();

    // nohup says that the end of the terminal is not to be minded. Without this the runtime would mind no SIGHUP at all.
    private readonly bool isDetached = !OperatingSystem.IsWindows() && SignalDisposition.Heed(HangUp);
    private readonly PosixSignalRegistration[] registrations;

    public ServerSignals() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnStop),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnStop),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnHangUp),

        // On Windows that is Ctrl+Break, by which one program asks another to end. Elsewhere it is Ctrl+\, which ends what sits at a terminal.
        PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnStop),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => stop.Token;

    /// <summary>Cancelled by the second.</summary>
    public CancellationToken Hurry => hurry.Token;

    /// <summary>One item when a reload has been asked for, however often, since the last was taken.</summary>
    public ChannelReader<bool> Reloads => reloads.Reader;

    /// <summary>Asks for an orderly stop, as the first signal does.</summary>
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

    /// <summary>A terminal that is closed says the same as an operator who wants a reload; but then it is no terminal any more.</summary>
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
