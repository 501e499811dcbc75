using ProcessProxy.Configuration.Entries;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Decides where the proxy listens, and sees that no two listeners have one port.</summary>
internal sealed class ListenResolver(string file, ProblemList problems)
{
    public ListenSpec Resolve(ProxyFileEntry entry, ManagementSpec management)
    {
        var needsHttps = entry.Routes.Any(route => route.Ssl?.Value == true);
        var listen = new ListenSpec(
            ListenHost.Resolve(entry.Host, ServerDefaults.Host, allowAny: true, problems),
            entry.Port?.Value ?? ServerDefaults.Port,
            entry.HttpsPort?.Value ?? (needsHttps ? ServerDefaults.HttpsPort : null))
        {
            PublicHttpsPort = entry.PublicHttpsPort?.Value,
        };
        CheckPorts(entry, listen, management);
        return listen;
    }

    private void CheckPorts(ProxyFileEntry entry, ListenSpec listen, ManagementSpec management)
    {
        if (listen.HttpsPort is { } https && https == listen.Port && https != 0)
        {
            Conflict(entry.HttpsPort ?? entry.Port, https, "HTTP and HTTPS");
        }

        if (management is { Host: not null, Port: not 0 } && management.Port == listen.Port)
        {
            Conflict(entry.Management.Port ?? entry.Port, management.Port, "HTTP and the management API");
        }

        if (management is { Host: not null, Port: not 0 } && management.Port == listen.HttpsPort)
        {
            Conflict(entry.Management.Port ?? entry.HttpsPort, management.Port, "HTTPS and the management API");
        }
    }

    private void Conflict(Written<int>? place, int port, string both) =>
        problems.Add(place?.Place ?? new(file, 1, 1, ""), ProblemCodes.PortConflict, $"{both} cannot both listen on port {port}.");
}
