using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using ProcessProxy.Background;

namespace ProcessProxy.AspNetCore.Proxy.Holding;

/// <summary>
/// Finds out when a target that refused a connection accepts connections, by trying: one attempt at a time, however many requests wait for it,
/// and only while some do.
/// </summary>
/// <param name="target">Returns the target; null while there is none.</param>
/// <param name="gate">The process.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">The proxy's log.</param>
internal sealed class PortProbe(Func<Uri?> target, ProcessGate gate, TimeProvider clock, ILogger log)
{
    /// <summary>The delay between two attempts.</summary>
    /// <value>20 milliseconds: a refusal costs almost nothing, and requests wait for the result.</value>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>The time for establishing a connection.</summary>
    /// <value>2 seconds.</value>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    private const long Nobody = -1;
    private TaskCompletionSource verdict = NewSignal();
    private long suspected = Nobody;

    /// <summary>Gets a task that completes when no instance is suspected. Take it before checking.</summary>
    public Task Verdict => Volatile.Read(ref verdict).Task;

    /// <summary>Returns whether an instance of the process is known to refuse connections.</summary>
    public bool IsSuspected(long generation) => Interlocked.Read(ref suspected) == generation;

    /// <summary>Records that an instance refused a connection, and finds out when it accepts connections again.</summary>
    /// <param name="generation">The instance.</param>
    /// <param name="anybodyWaits">Returns whether a request still waits.</param>
    public void Suspect(long generation, Func<bool> anybodyWaits)
    {
        if (Interlocked.Exchange(ref suspected, generation) != generation)
        {
            _ = ProbeAsync(generation, anybodyWaits);
        }
    }

    private async Task ProbeAsync(long generation, Func<bool> anybodyWaits)
    {
        try
        {
            var accepts = false;
            do
            {
                accepts = await TryConnectAsync().ConfigureAwait(false);
            }
            while (!accepts && anybodyWaits() && IsSuspected(generation) && gate.Process?.Generation == generation);
        }
        catch (Exception fault)
        {
            // Any exception: a suspicion that nobody checks would hold every request. The next refusal starts another check.
            BackgroundLog.Failed(log, $"Looking whether {gate.Id} accepts connections", fault);
        }

        // An instance that is gone does not matter anymore; the next one starts without suspicion.
        Interlocked.CompareExchange(ref suspected, Nobody, generation);
        Interlocked.Exchange(ref verdict, NewSignal()).TrySetResult();
    }

    private async Task<bool> TryConnectAsync()
    {
        using var timeout = new CancellationTokenSource(ConnectTimeout, clock);
        try
        {
            if (target() is { } url)
            {
                // There may be no descriptor for it, which is not a result either.
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(url.IdnHost, url.Port, timeout.Token).ConfigureAwait(false);
                return true;
            }
        }
        catch (Exception refused) when (refused is SocketException or OperationCanceledException)
        {
            // Then the same as without a target.
        }

        await Task.Delay(Interval, clock, CancellationToken.None).ConfigureAwait(false);
        return false;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
