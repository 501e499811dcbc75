using System.Runtime.InteropServices;
using ProcessProxy.AspNetCore;
using ProcessProxy.Guarding;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Server.Service;

/// <summary>
/// Replaces this server by another one. That one prepares while this one works; then this one lets go of the processes, and ends when it has answered what it
/// has. If the other one is not up in time, this server goes on.
/// </summary>
/// <param name="keeper">What starts the other one.</param>
/// <param name="time">The clock.</param>
/// <param name="stop">Canceled when this server is to stop.</param>
internal sealed class Succession(ISocketKeeper keeper, TimeProvider time, CancellationToken stop)
{
    /// <value>30 seconds until the other server must be up.</value>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <value>5 seconds until one that was killed has ended.</value>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<int?> over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task underWay = Task.CompletedTask;
    private int isUnderWay;

    /// <summary>Completes when this server has let go: with the pid of the one that has taken over, or with null if it did not come up.</summary>
    public Task<int?> Over => over.Task;

    /// <summary>Gets the replacement in progress, which does not fail.</summary>
    public Task UnderWay => Volatile.Read(ref underWay);

    /// <summary>Replaces the server. The replacement goes on if the caller no longer waits.</summary>
    /// <param name="server">The server.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ProcessProxyException">It was not replaced.</exception>
    public async Task<ServerUpgrade> ReplaceAsync(ProxyServer server, CancellationToken cancellationToken)
    {
        if (keeper.Starter is not { } starter)
        {
            throw new ProcessProxyException(ErrorCodes.Conflict, "On this system a server cannot take over the sockets of another one. Stop the server and start the new one.");
        }

        if (Interlocked.Exchange(ref isUnderWay, 1) != 0)
        {
            throw new ProcessProxyException(ErrorCodes.Conflict, "This server is being replaced already.");
        }

        var replacing = ReplaceAsync(server, starter);
        Volatile.Write(ref underWay, replacing.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default));
        return await replacing.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<ServerUpgrade> ReplaceAsync(ProxyServer server, ISuccessorStarter starter)
    {
        try
        {
            var began = time.GetTimestamp();
            using var successor = Start(starter, server);
            var failure = await FailureAsync(successor, successor.Prepared, Patience, stop).ConfigureAwait(false);
            if (failure is not null)
            {
                await EndAsync(successor).ConfigureAwait(false);
                throw Failed(failure);
            }

            await server.LetGoAsync().ConfigureAwait(false);
            successor.LetGo();
            failure = await FailureAsync(successor, successor.Up, Patience - time.GetElapsedTime(began), CancellationToken.None).ConfigureAwait(false);
            if (failure is not null)
            {
                await EndAsync(successor).ConfigureAwait(false);
                over.TrySetResult(null);
                throw Failed(failure);
            }

            keeper.Follow(successor.Pid);
            successor.Accept();
            over.TrySetResult(successor.Pid);
            return new ServerUpgrade(successor.Pid, successor.Version ?? "", Environment.ProcessId, typeof(Succession).Assembly.GetName().Version?.ToString(3) ?? "");
        }
        finally
        {
            Volatile.Write(ref isUnderWay, 0);
        }
    }

    private static Successor Start(ISuccessorStarter starter, ProxyServer server)
    {
        try
        {
            var executable = UpgradeRequest.Take(server.Configuration!.Processes.StateDirectory);
            return executable is null || File.Exists(executable)
                ? Successor.Start(starter, executable, [.. server.Sockets.Used.Select(one => (one.Name, (SafeHandle)one.Socket.SafeHandle))])
                : throw Failed($"There is no file {executable}.");
        }
        catch (Exception refused) when (refused is LaunchException or IOException or UnauthorizedAccessException)
        {
            throw Failed(refused.Message);
        }
    }

    /// <summary>Waits for a step of the other server.</summary>
    /// <returns>Why it will not come, or null if it has.</returns>
    private async Task<string?> FailureAsync(Successor successor, Task<bool> step, TimeSpan patience, CancellationToken canceled)
    {
        try
        {
            return await step.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, time, canceled).ConfigureAwait(false) ? null
                : successor.Failure ?? "The new server ended before it was up. See the log of the server.";
        }
        catch (TimeoutException)
        {
            return $"The new server was not up within {Patience.TotalSeconds:0} seconds.";
        }
        catch (OperationCanceledException)
        {
            return "This server was asked to stop.";
        }
    }

    private async Task EndAsync(Successor successor)
    {
        try
        {
            await successor.EndAsync(EndPatience, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Its end of the channel is held by somebody else. Whether it is gone is said by the lock.
        }
    }

    private static ProcessProxyException Failed(string why) =>
        new(ErrorCodes.UpgradeFailed, $"The server was not replaced, and goes on: {why}");
}
