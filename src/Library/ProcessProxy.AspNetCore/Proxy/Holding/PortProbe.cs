using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using ProcessProxy.Background;
using ProcessProxy.Supervision;

namespace ProcessProxy.AspNetCore.Proxy.Holding;

/// <summary>
/// Finds out when one of the targets, which have all refused a connection, accepts connections, by trying: one attempt at a time, however many
/// requests wait for it, and only while some do.
/// </summary>
/// <param name="targets">Returns the current addresses.</param>
/// <param name="gate">The process.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">The proxy's log.</param>
internal sealed class PortProbe(Func<IReadOnlyList<Uri>> targets, ProcessGate gate, TimeProvider clock, ILogger log)
{
    /// <summary>The delay between two attempts.</summary>
    /// <value>20 milliseconds: a refusal costs almost nothing, and requests wait for the result.</value>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>The time for establishing a connection.</summary>
    /// <value>2 seconds.</value>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    private TaskCompletionSource verdict = NewSignal();
    private Suspicion? suspected;

    /// <summary>Gets a task that completes when no instance is suspected. Take it before checking.</summary>
    public Task Verdict => Volatile.Read(ref verdict).Task;

    /// <summary>Returns whether the instances of the process are known to refuse connections.</summary>
    public bool IsSuspected(ProcessReadiness process) => Volatile.Read(ref suspected) is { } doubt && doubt.Covers(process);

    /// <summary>Records that the instances refused a connection, and finds out when one accepts connections again.</summary>
    /// <param name="process">The process with its instances; null if it does not exist.</param>
    /// <param name="anybodyWaits">Returns whether a request still waits.</param>
    public void Suspect(ProcessReadiness? process, Func<bool> anybodyWaits)
    {
        var before = Volatile.Read(ref suspected);
        if (process is not null && before?.Covers(process) == true)
        {
            return;
        }

        var doubt = new Suspicion(process);
        if (Interlocked.CompareExchange(ref suspected, doubt, before) == before)
        {
            _ = ProbeAsync(doubt, anybodyWaits);
        }
    }

    private async Task ProbeAsync(Suspicion doubt, Func<bool> anybodyWaits)
    {
        try
        {
            var accepts = false;
            do
            {
                accepts = await TryConnectAsync().ConfigureAwait(false);
            }
            while (!accepts && anybodyWaits() && Volatile.Read(ref suspected) == doubt && gate.Process is { } process && doubt.Covers(process));
        }
        catch (Exception fault)
        {
            // Any exception: a suspicion that nobody checks would hold every request. The next refusal starts another check.
            BackgroundLog.Failed(log, $"Looking whether {gate.Id} accepts connections", fault);
        }

        // An instance that is gone does not matter anymore; the next one starts without suspicion.
        Interlocked.CompareExchange(ref suspected, null, doubt);
        Interlocked.Exchange(ref verdict, NewSignal()).TrySetResult();
    }

    private async Task<bool> TryConnectAsync()
    {
        foreach (var target in targets())
        {
            using var timeout = new CancellationTokenSource(ConnectTimeout, clock);
            try
            {
                // There may be no descriptor for it, which is not a result either.
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(target.IdnHost, target.Port, timeout.Token).ConfigureAwait(false);
                return true;
            }
            catch (Exception refused) when (refused is SocketException or OperationCanceledException)
            {
                // Perhaps another one does.
            }
        }

        await Task.Delay(Interval, clock, CancellationToken.None).ConfigureAwait(false);
        return false;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
