using System.Text;
using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Decides where the management API listens, and who can call it.</summary>
/// <param name="reading">The context for reading values.</param>
/// <param name="readFile">Reads a file, or reports at a place that it cannot be read.</param>
internal sealed class ManagementRules(Reading reading, Func<string, Place, byte[]?> readFile)
{
    private const string Host = "management.host";
    private const string Port = "management.port";
    private const string SocketKey = "management.socket";
    private const string ApiKey = "management.apiKey";
    private const string ApiKeyFile = "management.apiKeyFile";

    private readonly ProblemList problems = reading.Problems;

    /// <summary>Returns an absolute path, the name of a pipe, or <c>none</c>.</summary>
    public static string? CheckSocket(string text, Place place, Reading reading) =>
        !TextRules.IsPath(text, place, reading.Problems) ? null
        : text == ServerNames.None || text.StartsWith(ServerNames.PipePrefix, StringComparison.OrdinalIgnoreCase) ? text
        : reading.Paths.File(text);

    /// <summary>Returns a key that can be sent in a header; null, and reports a problem, if it is invalid.</summary>
    public static string? CheckKey(string key, Place place, Reading reading)
    {
        if (!key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return key;
        }

        reading.Problems.Add(place, ProblemCodes.InvalidApiKey, $"'{place.Key}' can contain only visible ASCII characters, because it is sent in a header.");
        return null;
    }

    /// <summary>Returns the complete listeners.</summary>
    /// <param name="management">The written values.</param>
    /// <param name="keys">The places of the values.</param>
    /// <param name="stateDirectory">The folder of the socket, unless another one is configured.</param>
    public ManagementSpec Resolve(ManagementSpec management, Written<ServerSpec> keys, string stateDirectory)
    {
        if (keys.Has(ApiKey) && keys.Has(ApiKeyFile))
        {
            problems.Add(keys.PlaceOf(ApiKeyFile), ProblemCodes.Contradiction, "Set the key in 'apiKey' or in 'apiKeyFile', not in both.");
        }

        Check(management, keys, keys.Has(ApiKey) || keys.Has(ApiKeyFile), problems);
        return management with
        {
            Socket = keys.Has(SocketKey) ? management.Socket : ServerNames.ManagementSocket(stateDirectory),
            ApiKey = keys.Has(ApiKeyFile) ? KeyIn(management.ApiKeyFile, keys.PlaceOf(ApiKeyFile)) : management.ApiKey,
        };
    }

    /// <summary>Reports listeners that contradict each other, and one that other machines can reach without a key.</summary>
    /// <param name="management">The listeners.</param>
    /// <param name="keys">The places of the values.</param>
    /// <param name="hasKey">Whether callers over TCP must send a key.</param>
    /// <param name="problems">The list that receives problems.</param>
    public static void Check(ManagementSpec management, Written<ServerSpec> keys, bool hasKey, ProblemList problems)
    {
        if (management.Host is null && keys.Has(SocketKey) && management.Socket is null)
        {
            problems.Add(keys.PlaceOf(SocketKey), ProblemCodes.Contradiction, "With 'host: none' and 'socket: none' the management API has no address. Remove one of them.");
        }

        if (management.Host is null && keys.Has(Port))
        {
            problems.Add(keys.PlaceOf(Port), ProblemCodes.Contradiction, "With 'host: none' there is no port.");
        }

        if (management.Host is { } host && keys.Has(Host) && !hasKey && !ListenHost.IsLoopback(host))
        {
            problems.Add(keys.PlaceOf(Host), ProblemCodes.ApiKeyRequired,
                $"Without 'management.apiKeyFile' or 'management.apiKey' the management API can listen only on loopback, not on {host}.");
        }
    }

    private string? KeyIn(string? file, Place place)
    {
        if (file is null || readFile(file, place) is not { } content)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(content).Trim();
        if (text.Length > 0)
        {
            return CheckKey(text, place, reading);
        }

        problems.Add(place, ProblemCodes.EmptyFile, $"{file} contains no key.");
        return null;
    }
}
