using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using ProcessProxy.Background;

namespace ProcessProxy.AspNetCore.Proxy.Holding;

/// <summary>
/// Finds out when a target that refused a connection accepts them, by trying: one try at a time, however many requests wait for it,
/// and only while some do.
/// </summary>
internal sealed class PortProbe(Uri target, ProcessGate gate, TimeProvider clock, ILogger log)
{
    /// <summary>The pause between two tries.</summary>
    /// <value>20 milliseconds: a refusal costs next to nothing, and requests wait for the answer.</value>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>How long a connection may take to be made.</summary>
    /// <value>2 seconds.</value>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    private const long Nobody = -1;
    private TaskCompletionSource verdict = NewSignal();
    private long suspected = Nobody;

    /// <summary>Ends when there is no suspicion any more. Take it before looking.</summary>
    public Task Verdict => Volatile.Read(ref verdict).Task;

    /// <summary>Whether an instance of the process is known to refuse connections.</summary>
    public bool IsSuspected(long generation) => Interlocked.Read(ref suspected) == generation;

    /// <summary>Takes note that an instance refused a connection, and finds out when it no longer does.</summary>
    /// <param name="generation">Which instance.</param>
    /// <param name="anybodyWaits">Whether somebody still wants to know.</param>
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
            // Of any kind: a suspicion that nobody looks into would hold every request. The next refusal begins another look.
            BackgroundLog.Failed(log, $"Looking whether {gate.Id} accepts connections", fault);
        }

        // Of an instance that is gone nobody asks any more; the next begins without suspicion.
        Interlocked.CompareExchange(ref suspected, Nobody, generation);
        Interlocked.Exchange(ref verdict, NewSignal()).TrySetResult();
    }

    private async Task<bool> TryConnectAsync()
    {
        using var timeout = new CancellationTokenSource(ConnectTimeout, clock);
        try
        {
            // There may be no descriptor for it, which is no answer either.
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(target.IdnHost, target.Port, timeout.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception refused) when (refused is SocketException or OperationCanceledException)
        {
            await Task.Delay(Interval, clock, CancellationToken.None).ConfigureAwait(false);
            return false;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
