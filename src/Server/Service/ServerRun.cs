using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ProcessProxy.AspNetCore;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.Guarding;
using ProcessProxy.Platform;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Server.Commands;
using ProcessProxy.Server.Logging;

namespace ProcessProxy.Server.Service;

/// <summary>The server from its start to its end: a stop, or another server that has taken over.</summary>
/// <param name="hosts">Builds the application.</param>
/// <param name="note">What the server was started with.</param>
/// <param name="log">The log for users.</param>
/// <param name="signals">The signals.</param>
internal sealed class ServerRun(ServerHost hosts, StartNote note, ServerLog log, ServerSignals signals)
{
    /// <summary>Runs it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync()
    {
        var sockets = hosts.Inherited;
        var predecessor = note.Predecessor;
        var departing = new List<Task>();
        while (true)
        {
            var host = hosts.Build(sockets, predecessor, out var succession);
            if (await StartAsync(host, predecessor).ConfigureAwait(false) is { } code)
            {
                await ((IAsyncDisposable)host).DisposeAsync().ConfigureAwait(false);
                return code;
            }

            await Task.WhenAny(succession.Over, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, signals.Stop)).ConfigureAwait(false);
            await succession.UnderWay.ConfigureAwait(false);
            if (succession.Over.IsCompletedSuccessfully && await succession.Over.ConfigureAwait(false) is null && !signals.Stop.IsCancellationRequested)
            {
                // The other server did not come up: this one begins anew, on the same sockets, while it answers what it has.
                sockets = Copies(host.Services.GetRequiredService<ProxyServer>());
                departing.Add(EndAsync(host));
                predecessor = null;
                continue;
            }

            await StopAsync(host, succession).ConfigureAwait(false);
            await Task.WhenAll(departing).ConfigureAwait(false);
            return ExitCode.Success;
        }
    }

    /// <returns>The exit code if it is not up.</returns>
    private async Task<int?> StartAsync(IHost host, Predecessor? predecessor)
    {
        try
        {
            await host.StartAsync(signals.Stop).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            // Stopped while starting: what has been started is stopped as always.
            return null;
        }
        catch (ProcessProxyException invalid) when (invalid.Code == ErrorCodes.ConfigurationInvalid)
        {
            predecessor?.Fail(string.Join(' ', invalid.Problems.Select(problem => problem.ToString())));
            CheckCommand.Print(invalid.Problems);
            return ExitCode.InvalidConfiguration;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ProcessProxyException)
        {
            predecessor?.Fail(refused.Message);
            return ServerCall.Say(
                refused is ServerLockedException ? ExitCode.AlreadyRunning : refused is ListenException ? ExitCode.CannotListen : ExitCode.Failure, refused.Message);
        }
    }

    private async Task StopAsync(IHost host, Succession succession)
    {
        if (succession.Over.IsCompletedSuccessfully && await succession.Over.ConfigureAwait(false) is { } pid)
        {
            log.SayReplaced(pid);
            if (note.Guardian is null && signals.Stop.IsCancellationRequested && ProcessBirth.Of(pid) is { } birth)
            {
                // Meant for whoever is the server. A guardian knows that, too.
                CurrentPlatform.Processes.AskToStop(pid, birth);
            }

            await EndAsync(host).ConfigureAwait(false);
            return;
        }

        await host.StopAsync(signals.Hurry).ConfigureAwait(false);
        log.SayStopped(host.Services.GetRequiredService<ProxyServer>().Configuration!.Processes.DetachOnExit);
        await ((IAsyncDisposable)host).DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Answers what it has, and ends.</summary>
    private async Task EndAsync(IHost host)
    {
        await host.StopAsync(signals.Stop).ConfigureAwait(false);
        await ((IAsyncDisposable)host).DisposeAsync().ConfigureAwait(false);
    }

    private static IReadOnlyList<(string Name, SafeHandle Handle)> Copies(ProxyServer server) =>
        [.. server.Sockets.Used.Select(one => (one.Name, CurrentPlatform.Network.Descriptors.Duplicate(one.Socket.SafeHandle)))];
}
