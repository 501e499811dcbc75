using ProcessProxy.Configuration.Entries;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Decides where the proxy and the management API listen.</summary>
internal sealed class ListenResolver(string file, ProblemList problems)
{
    private const string Any = "*";

    public (ListenSpec Listen, ManagementSpec Management) Resolve(ProxyFileEntry entry)
    {
        var needsHttps = entry.Routes.Any(route => route.Ssl?.Value == true);
        var listen = new ListenSpec(
            Host(entry.Host, ServerDefaults.Host, allowAny: true),
            entry.Port?.Value ?? ServerDefaults.Port,
            entry.HttpsPort?.Value ?? (needsHttps ? ServerDefaults.HttpsPort : null));
        var management = new ManagementSpec(
            Host(entry.Management.Host, ServerDefaults.ManagementHost, allowAny: false),
            entry.Management.Port?.Value ?? ServerDefaults.ManagementPort,
            entry.Management.ApiKey?.Value);
        CheckPorts(entry, listen, management);
        CheckApiKey(entry.Management, management);
        return (listen, management);
    }

    private string Host(Written<string>? written, string otherwise, bool allowAny)
    {
        if (written is not { } text || (allowAny && text.Value == Any))
        {
            return otherwise;
        }

        if (ListenHost.Normalize(text.Value) is { } host)
        {
            return host;
        }

        problems.Add(text.Place, ProblemCodes.InvalidHost,
            $"'{text.Place.Key}' must be {(allowAny ? "'*', " : "")}'localhost' or an address of this machine, not '{text.Value}'.",
            text.Value == Any ? "0.0.0.0" : null);
        return otherwise;
    }

    private void CheckPorts(ProxyFileEntry entry, ListenSpec listen, ManagementSpec management)
    {
        if (listen.HttpsPort is { } https && https == listen.Port && https != 0)
        {
            Conflict(entry.HttpsPort ?? entry.Port, https, "HTTP and HTTPS");
        }

        if (management.Port != 0 && management.Port == listen.Port)
        {
            Conflict(entry.Management.Port ?? entry.Port, management.Port, "HTTP and the management API");
        }

        if (management.Port != 0 && management.Port == listen.HttpsPort)
        {
            Conflict(entry.Management.Port ?? entry.HttpsPort, management.Port, "HTTPS and the management API");
        }
    }

    private void Conflict(Written<int>? place, int port, string both) =>
        problems.Add(place?.Place ?? new(file, 1, 1, ""), ProblemCodes.PortConflict, $"{both} cannot both listen on port {port}.");

    private void CheckApiKey(ManagementEntry entry, ManagementSpec management)
    {
        if (entry.ApiKey is { } key && key.Value.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            problems.Add(key.Place, ProblemCodes.InvalidApiKey, $"'{key.Place.Key}' can hold visible ASCII characters only: it is sent in a header.");
        }

        if (management.ApiKey is null && entry.Host is { } host && !ListenHost.IsLoopback(management.Host))
        {
            problems.Add(host.Place, ProblemCodes.ApiKeyRequired,
                $"Without 'management.apiKey' the management API can listen on this machine's loopback only, not on {management.Host}.");
        }
    }
}
