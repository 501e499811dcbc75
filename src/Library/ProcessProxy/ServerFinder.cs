using ProcessProxy.Configuration;
using ProcessProxy.Platform.Servers;

namespace ProcessProxy;

/// <summary>A server on this machine that responds.</summary>
/// <param name="Client">The client for it, which the caller must dispose.</param>
/// <param name="Status">The status it reported.</param>
/// <param name="Process">The process, from its lock; null for a server that was found by its address.</param>
internal sealed record FoundServer(HttpProcessClient Client, ServerStatus Status, RunningServer? Process);

/// <summary>Finds the server that runs a configuration: by its lock, whose socket requires no key, otherwise by its address.</summary>
internal static class ServerFinder
{
    /// <summary>Finds the server.</summary>
    /// <param name="where">Where to look.</param>
    /// <param name="key">The key that was given to the caller; null for that of the configuration.</param>
    /// <param name="doubted">Called with the reason why an existing lock is not trusted.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The server, or null if none responds.</returns>
    /// <exception cref="ProcessProxyException">It responds, and refuses the call.</exception>
    public static async Task<FoundServer?> FindAsync(
        Whereabouts where, string? key, Action<string> doubted, CancellationToken cancellationToken)
    {
        if (OtherServer.Find(where.StateDirectory, out var doubt) is { } server)
        {
            var known = await ConnectAsync(server, key ?? where.ApiKey, cancellationToken).ConfigureAwait(false);
            if (known is null)
            {
                doubted($"The server (pid {server.Pid}) that holds {where.StateDirectory} does not answer.");
                return null;
            }

            if (File.Exists(where.ConfigFile) || known.Status.Configuration?.File == where.ConfigFile)
            {
                return known;
            }

            // For a missing file, only the name is known, and this server does not run it.
            known.Client.Dispose();
            doubted($"There is no file {where.ConfigFile}. The server of {where.StateDirectory} runs {known.Status.Configuration?.File}.");
            return null;
        }

        // The folder may be inaccessible to this user, or be named in a part of the file that is broken. The configuration's own key is sent to
        // nobody whose lock does not identify it as the server: any program may listen at a free address.
        var found = await FindByAddressAsync(where, key, isExpected: key is not null || doubt is not null, cancellationToken).ConfigureAwait(false);
        if (found is null && doubt is not null)
        {
            doubted(doubt);
        }

        return found;
    }

    /// <summary>Connects to a server whose lock was found.</summary>
    /// <param name="server">The server.</param>
    /// <param name="key">The key for its address. It is sent only to a server of this user or of root.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Null while it is only starting, or if another process responds by now.</returns>
    /// <exception cref="ProcessProxyException">It responds, and refuses the call.</exception>
    public static async Task<FoundServer?> ConnectAsync(RunningServer server, string? key, CancellationToken cancellationToken)
    {
        if (server.Socket is { } socket
            && await AskAsync(HttpProcessClient.ForSocket(socket), server, IsServer, cancellationToken).ConfigureAwait(false) is { } found)
        {
            return found;
        }

        return server.Address is { } address
            ? await AskAsync(new HttpProcessClient(address, server.IsTrusted ? key : null), server, IsServer, cancellationToken).ConfigureAwait(false)
            : null;

        bool IsServer(ServerStatus status) => status.Pid == server.Pid;
    }

    /// <param name="where">Where to look.</param>
    /// <param name="key">The key that was given to the caller.</param>
    /// <param name="isExpected">Whether a refusal is the answer; otherwise a server that refuses is treated as that of another configuration.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    private static async Task<FoundServer?> FindByAddressAsync(
        Whereabouts where, string? key, bool isExpected, CancellationToken cancellationToken)
    {
        try
        {
            return where.Management is { } address
                ? await AskAsync(
                    new HttpProcessClient(address, key), null, status => status.ProjectDirectory == where.ProjectDirectory, cancellationToken).ConfigureAwait(false)
                : null;
        }
        catch (ProcessProxyException other) when (!isExpected && other.Code is (ErrorCodes.Unauthorized or ErrorCodes.Forbidden))
        {
            return null;
        }
    }

    private static async Task<FoundServer?> AskAsync(
        HttpProcessClient client, RunningServer? process, Func<ServerStatus, bool> isMeant, CancellationToken cancellationToken)
    {
        try
        {
            var status = await client.GetStatusAsync(cancellationToken).ConfigureAwait(false);
            if (isMeant(status))
            {
                return new FoundServer(client, status, process);
            }
        }
        catch (ProcessProxyException nobody) when (nobody.Code is ErrorCodes.ServerUnreachable or ErrorCodes.NotFound)
        {
            // It has died, the socket is inaccessible to this user, or the address belongs to another process by now.
        }
        catch
        {
            client.Dispose();
            throw;
        }

        client.Dispose();
        return null;
    }
}
