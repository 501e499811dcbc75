using System.CommandLine;
using ProcessProxy.Configuration;

namespace ProcessProxy.Server.Commands;

/// <summary>What a command asks of the server that runs: finding it, and saying in words what goes wrong.</summary>
internal static class ServerCall
{
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

    /// <summary>The server that was named, else the one that runs the configuration, or null.</summary>
    /// <exception cref="ProcessProxyException">It refuses.</exception>
    private static async Task<HttpProcessClient?> FindAsync(ParseResult line, CommandOptions options, CancellationToken cancellationToken)
    {
        if (line.GetValue(options.Address) is { } given)
        {
            return new HttpProcessClient(given, options.Key(line));
        }

        var found = await ServerFinder.FindAsync(
            Whereabouts.Read(options.Source(line)), options.Key(line), doubt => Say(ExitCode.NoServer, doubt), cancellationToken).ConfigureAwait(false);
        return found?.Client;
    }

    public static int Say(int code, string sentence)
    {
        Console.Error.WriteLine($"processproxy: {sentence}");
        return code;
    }

    private static int CodeOf(ProcessProxyException refused) => refused.Code switch
    {
        ErrorCodes.ConfigurationInvalid => ExitCode.InvalidConfiguration,
        ErrorCodes.ProcessNotFound => ExitCode.NoSuchProcess,
        ErrorCodes.ServerUnreachable => ExitCode.NoServer,
        _ => ExitCode.Failure,
    };
}
