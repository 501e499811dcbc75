using System.Threading.Channels;
using ProcessProxy.PowerShell.Commands;

namespace ProcessProxy.PowerShell.Logs;

/// <summary>Follows one log, even while its server is down: then it continues after the last line that was seen.</summary>
internal sealed class FollowedLog
{
    private const int Buffer = 256;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly Channel<ManagedProcessLogLine> lines =
        Channel.CreateBounded<ManagedProcessLogLine>(new BoundedChannelOptions(Buffer) { SingleReader = true, SingleWriter = true });
    private readonly IProcessClient client;
    private readonly ProcessInfo process;
    private readonly bool outlivesServer;
    private string? place;

    public FollowedLog(FoundProcess found, LogQuery query, Action<string, Exception> fail, CancellationToken cancellationToken)
    {
        client = found.Connection.Client;
        process = found.Process;
        outlivesServer = found.Connection.Kind == ConnectionKind.Server;
        _ = Task.Run(() => RunAsync(query, fail, cancellationToken), CancellationToken.None);
    }

    /// <summary>Gets the lines; complete when there will be no more.</summary>
    public ChannelReader<ManagedProcessLogLine> Lines => lines.Reader;

    /// <summary>Gets whether a line has arrived.</summary>
    public bool HasBegun => Volatile.Read(ref place) is not null;

    private async Task RunAsync(LogQuery query, Action<string, Exception> fail, CancellationToken cancellationToken)
    {
        try
        {
            if (!outlivesServer)
            {
                await FollowAsync(query, cancellationToken).ConfigureAwait(false);
                return;
            }

            while (true)
            {
                await TryFollowAsync(query, cancellationToken).ConfigureAwait(false);
                await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
                query = query with { After = place };
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody follows it anymore.
        }
        catch (Exception failure)
        {
            // Only the pipeline thread can report it.
            fail(process.Address, failure);
        }
        finally
        {
            lines.Writer.TryComplete();
        }
    }

    private async Task TryFollowAsync(LogQuery query, CancellationToken cancellationToken)
    {
        try
        {
            await FollowAsync(query, cancellationToken).ConfigureAwait(false);
        }
        catch (ProcessProxyException away) when (away.Code is ErrorCodes.ServerUnreachable or ErrorCodes.ShuttingDown)
        {
            // It may come back.
        }
    }

    private async Task FollowAsync(LogQuery query, CancellationToken cancellationToken)
    {
        await foreach (var line in client.FollowLogAsync(process.Address, query, cancellationToken).ConfigureAwait(false))
        {
            await lines.Writer.WriteAsync(new ManagedProcessLogLine(process, line), cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref place, line.Place);
        }
    }
}
