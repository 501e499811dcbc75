using System.Text;
using ProcessProxy.Configuration.Entries;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Decides where the management API listens, and who may call.</summary>
/// <param name="paths">Where relative paths start from.</param>
/// <param name="read">Reads a file, or reports at a place that it cannot be read.</param>
/// <param name="problems">Where problems go.</param>
internal sealed class ManagementResolver(ProjectPaths paths, Func<string, Place, byte[]?> read, ProblemList problems)
{
    public ManagementSpec Resolve(ManagementEntry entry, string stateDirectory)
    {
        var overTcp = entry.Host?.Value != ServerDefaults.None;
        CheckWays(entry, overTcp);
        var spec = new ManagementSpec(
            overTcp ? ListenHost.Resolve(entry.Host, ServerDefaults.ManagementHost, allowAny: false, problems) : null,
            entry.Port?.Value ?? ServerDefaults.ManagementPort,
            Key(entry))
        {
            IsPortChosen = entry.Port is not null,
            ApiKeyFile = entry.ApiKeyFile is { } file ? paths.File(file.Value) : null,
            Socket = Socket(entry.Socket, stateDirectory),
            Group = entry.Group?.Value,
        };
        if (entry is { ApiKey: null, ApiKeyFile: null, Host: { } host } && overTcp && !ListenHost.IsLoopback(spec.Host!))
        {
            problems.Add(host.Place, ProblemCodes.ApiKeyRequired,
                $"Without 'management.apiKeyFile' or 'management.apiKey' the management API can listen on this machine's loopback only, not on {spec.Host}.");
        }

        return spec;
    }

    private void CheckWays(ManagementEntry entry, bool overTcp)
    {
        if (!overTcp && entry.Socket is { Value: ServerDefaults.None } socket)
        {
            problems.Add(socket.Place, ProblemCodes.Contradiction, "With 'host: none' and 'socket: none' nobody could call: leave one of them out.");
        }

        if (!overTcp && entry.Port is { } port)
        {
            problems.Add(port.Place, ProblemCodes.Contradiction, "With 'host: none' there is no port.");
        }

        if (entry is { ApiKey: not null, ApiKeyFile: { } file })
        {
            problems.Add(file.Place, ProblemCodes.Contradiction, "The key is written here ('apiKey') or in a file of its own ('apiKeyFile'), not in both.");
        }
    }

    private string? Socket(Written<string>? written, string stateDirectory) =>
        written is not { } path ? ServerDefaults.ManagementSocket(stateDirectory)
        : path.Value == ServerDefaults.None ? null
        : path.Value.StartsWith(ServerDefaults.PipePrefix, StringComparison.OrdinalIgnoreCase) ? path.Value
        : paths.File(path.Value);

    private string? Key(ManagementEntry entry)
    {
        if (entry.ApiKeyFile is not { } file)
        {
            return entry.ApiKey is { } key ? Visible(key.Value, key.Place) : null;
        }

        if (read(paths.File(file.Value), file.Place) is not { } content)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(content).Trim();
        if (text.Length > 0)
        {
            return Visible(text, file.Place);
        }

        problems.Add(file.Place, ProblemCodes.EmptyFile, $"There is no key in {paths.File(file.Value)}.");
        return null;
    }

    private string? Visible(string key, Place place)
    {
        if (!key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return key;
        }

        problems.Add(place, ProblemCodes.InvalidApiKey, $"'{place.Key}' can hold visible ASCII characters only: it is sent in a header.");
        return null;
    }
}
