using System.CommandLine;
using ProcessProxy.Configuration;

namespace ProcessProxy.Server.Commands;

/// <summary>A call of a command to the running server: finds the server, and describes errors.</summary>
internal static class ServerCall
{
    /// <summary>Finds the server and calls it.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        ParseResult line, CommandOptions options, Func<IProcessClient, CancellationToken, Task<int>> ask, CancellationToken cancellationToken,
        Func<int>? withoutServer = null)
    {
        try
        {
            string? doubt = null;
            using var client = await FindAsync(line, options, why => doubt = why, cancellationToken).ConfigureAwait(false);
            if (client is null)
            {
                return doubt is not null ? Say(ExitCode.NoServer, doubt)
                    : withoutServer?.Invoke() ?? Say(ExitCode.NoServer, $"No server is running for {options.Source(line).ConfigFile}.");
            }

            return await ask(client, cancellationToken).ConfigureAwait(false);
        }
        catch (NoConfigurationException none)
        {
            return Say(ExitCode.NoServer, none.Message);
        }
        catch (ProcessProxyException refused)
        {
            CheckCommand.Print(refused.Problems);
            return Say(
                CodeOf(refused),
                refused.Code != ErrorCodes.Unauthorized ? refused.Sentence
                : options.Key(line) is null ? "The server needs an API key. Pass it with --api-key, or set PROCESSPROXY_API_KEY."
                : "The server does not accept this API key. Pass the correct key with --api-key, or set PROCESSPROXY_API_KEY.");
        }
    }

    /// <summary>Returns the named server, otherwise the one that runs the configuration, or null.</summary>
    /// <exception cref="ProcessProxyException">It refuses the call.</exception>
    private static async Task<HttpProcessClient?> FindAsync(
        ParseResult line, CommandOptions options, Action<string> doubted, CancellationToken cancellationToken)
    {
        if (options.Address(line) is { } given)
        {
            return new HttpProcessClient(given, options.Key(line));
        }

        var found = await ServerFinder.FindAsync(
            Whereabouts.Read(options.Source(line)), options.Key(line), doubted, cancellationToken).ConfigureAwait(false);
        return found?.Client;
    }

    public static int Say(int code, string sentence)
    {
        Console.Error.WriteLine($"processproxy: {VisibleText.Line(sentence)}");
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
