using System.CommandLine;
using ProcessProxy.Configuration;
using ProcessProxy.Platform;

namespace ProcessProxy.Server.Commands;

/// <summary>What a command asks of the server that runs: finding it, and saying in words what goes wrong.</summary>
internal static class ServerCall
{
    private static readonly Uri UsualAddress = new($"http://{ServerDefaults.ManagementHost}:{ServerDefaults.ManagementPort}");

    /// <summary>Finds the server and has it asked.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        ParseResult line, CommandOptions options, Func<IProcessClient, CancellationToken, Task<int>> ask, CancellationToken cancellationToken,
        Func<int>? withoutServer = null)
    {
        try
        {
            using var client = await FindAsync(line, options, cancellationToken).ConfigureAwait(false);
            if (client is null)
            {
                return withoutServer?.Invoke() ?? Say(ExitCode.NoServer, $"No server runs with {options.Source(line).ConfigFile}.");
            }

            return await ask(client, cancellationToken).ConfigureAwait(false);
        }
        catch (ProcessProxyException refused)
        {
            CheckCommand.Print(refused.Problems);
            return Say(CodeOf(refused), refused.Code == ErrorCodes.Unauthorized
                ? "The server does not take this API key. Pass another with --api-key or PROCESSPROXY_API_KEY."
                : refused.Message);
        }
    }

    /// <summary>The server that runs the configuration, or null.</summary>
    /// <exception cref="ProcessProxyException">The configuration is invalid and its server is not at the usual address, or it refuses.</exception>
    public static async Task<HttpProcessClient?> FindAsync(ParseResult line, CommandOptions options, CancellationToken cancellationToken)
    {
        if (line.GetValue(options.Address) is { } given)
        {
            return new HttpProcessClient(given, options.Key(line));
        }

        var source = options.Source(line);
        var (spec, problems) = source.Load();
        if (spec is not null)
        {
            var server = OtherServer.Find(spec.Processes.StateDirectory, out var doubt);
            if (doubt is not null)
            {
                Say(ExitCode.NoServer, doubt);
            }

            // A key is for a server of this user's or root's only: whose else the folder is could have any address written there.
            return server is { Address: { } address }
                ? await AskAsync(
                    address, server.IsTrusted ? options.Key(line) ?? spec.Management.ApiKey : null, status => status.Pid == server.Pid, cancellationToken).ConfigureAwait(false)
                : null;
        }

        // Where the server is cannot be read just now, and it may well be that somebody wants to look at it because of that.
        return await AskAsync(UsualAddress, options.Key(line), status => status.ProjectDirectory == source.ProjectDirectory, cancellationToken).ConfigureAwait(false)
            ?? throw new ProcessProxyException(
                ErrorCodes.ConfigurationInvalid, "The configuration is invalid, so that its server cannot be found. Name it with --uri.") { Problems = problems };
    }

    public static int Say(int code, string sentence)
    {
        Console.Error.WriteLine($"processproxy: {sentence}");
        return code;
    }

    private static async Task<HttpProcessClient?> AskAsync(
        Uri address, string? key, Func<ServerStatus, bool> isMeant, CancellationToken cancellationToken)
    {
        var client = new HttpProcessClient(address, key);
        try
        {
            if (isMeant(await client.GetStatusAsync(cancellationToken).ConfigureAwait(false)))
            {
                return client;
            }
        }
        catch (ProcessProxyException nobody) when (nobody.Code is ErrorCodes.ServerUnreachable or ErrorCodes.NotFound)
        {
            // It has died, or the address is somebody else's by now.
        }
        catch
        {
            client.Dispose();
            throw;
        }

        client.Dispose();
        return null;
    }

    private static int CodeOf(ProcessProxyException refused) => refused.Code switch
    {
        ErrorCodes.ConfigurationInvalid => ExitCode.InvalidConfiguration,
        ErrorCodes.ProcessNotFound => ExitCode.NoSuchProcess,
        ErrorCodes.ServerUnreachable => ExitCode.NoServer,
        _ => ExitCode.Failure,
    };
}
