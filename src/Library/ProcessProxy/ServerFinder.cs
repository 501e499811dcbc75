using ProcessProxy.Configuration;
using ProcessProxy.Platform.Servers;

namespace ProcessProxy;

/// <summary>A server of this machine that answers.</summary>
/// <param name="Client">Talks to it; whoever gets it disposes of it.</param>
/// <param name="Status">What it said of itself.</param>
/// <param name="Process">The process, as its lock tells; null for one that was found by its address.</param>
internal sealed record FoundServer(HttpProcessClient Client, ServerStatus Status, RunningServer? Process);

/// <summary>Finds the server that runs a configuration: by its lock, whose socket needs no key, else by its address.</summary>
internal static class ServerFinder
{
    /// <summary>Finds it.</summary>
    /// <param name="where">Where to look.</param>
    /// <param name="key">The key that the caller was given; null for that of the configuration.</param>
    /// <param name="doubted">Told why a lock that is there is not believed.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The server, or null when none answers.</returns>
    /// <exception cref="ProcessProxyException">It answers, and refuses.</exception>
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

            // Of a file that is not there only its name is known, and that is not what this server runs.
            known.Client.Dispose();
            doubted($"There is no file {where.ConfigFile}. The server of {where.StateDirectory} runs {known.Status.Configuration?.File}.");
            return null;
        }

        // The folder may be closed to this user, or be named by a part of the file that is broken. The configuration's own key goes to
        // nobody whose lock does not say that he is the server: any program may listen at an address that is free.
        var found = await FindByAddressAsync(where, key, isExpected: key is not null || doubt is not null, cancellationToken).ConfigureAwait(false);
        if (found is null && doubt is not null)
        {
            doubted(doubt);
        }

        return found;
    }

    /// <summary>Connects to a server whose lock was found.</summary>
    /// <param name="server">The server.</param>
    /// <param name="key">The key for its address. It is sent to a server of this user's or root's only.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Null while it is only starting, and when another process answers by now.</returns>
    /// <exception cref="ProcessProxyException">It answers, and refuses.</exception>
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
    /// <param name="key">The key that the caller was given.</param>
    /// <param name="isExpected">Whether a refusal is the answer; else who refuses is taken for the server of another configuration.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
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
            // It has died, the socket is closed to this user, or the address is somebody else's by now.
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
