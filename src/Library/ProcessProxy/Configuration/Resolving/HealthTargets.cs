using System.Globalization;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>The address of a process.</summary>
/// <param name="Url">The URL.</param>
/// <param name="Host">The <c>Host</c> header that it receives through the proxy, if there is one; otherwise null.</param>
internal sealed record HealthTarget(Uri Url, string? Host);

/// <summary>Finds the address of a process, which a relative health path is appended to.</summary>
internal sealed class HealthTargets
{
    public const string PortVariable = "PORT";

    private const string HostHeader = "Host";

    private readonly Dictionary<string, (Uri? Url, string? Host)> byProcess = new(StringComparer.Ordinal);
    private readonly Dictionary<int, HealthTarget?> byLocalPort = [];

    public HealthTargets(IEnumerable<RouteSpec> routes)
    {
        foreach (var route in routes)
        {
            if (route.Action is not ForwardSpec forward)
            {
                continue;
            }

            if (forward.Process is { } id)
            {
                // The first route determines the address; any route may determine the expected name.
                var known = byProcess.GetValueOrDefault(id);
                byProcess[id] = (known.Url ?? forward.Target, known.Host ?? HostOf(route, forward));
            }
            else if (forward.Target is { IsLoopback: true } target)
            {
                // If two routes have the port, it is unknown which of their base paths is meant.
                byLocalPort[target.Port] = byLocalPort.ContainsKey(target.Port) ? null : new HealthTarget(target, HostOf(route, forward));
            }
        }
    }

    /// <summary>Returns whether a route names the process.</summary>
    public bool IsRouted(string id) => byProcess.ContainsKey(id);

    /// <summary>Returns the <c>Host</c> header that a process receives through the proxy; null if that is not known.</summary>
    public string? HostOf(string id) => byProcess.GetValueOrDefault(id).Host;

    /// <summary>Returns the port in <c>env.PORT</c>, or null if there is none.</summary>
    public static int? PortOf(ValueMap env) =>
        env.TryGetValue(PortVariable, out var text) && ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0 ? port : null;

    /// <summary>Returns the port that a program is told to listen on, or null if it is not known before its launch.</summary>
    public static int? PortOf(ProcessSpec process) => process.Port is { } port ? port.Number : PortOf(process.Launch.Env);

    /// <summary>
    /// Returns the target of the first route that names the process, otherwise of the only route to its <c>env.PORT</c> on this
    /// machine, otherwise that port itself; null if there is none of these.
    /// </summary>
    public HealthTarget? Find(string id, ValueMap env)
    {
        var isRouted = byProcess.TryGetValue(id, out var named);
        if (named.Url is not null)
        {
            return new(named.Url, named.Host);
        }

        return PortOf(env) is not { } port ? null
            : isRouted ? new(InstanceHealth.AddressOf(port), named.Host)
            : byLocalPort.GetValueOrDefault(port) ?? new(InstanceHealth.AddressOf(port), null);
    }

    /// <summary>Returns the <c>Host</c> that the program sees in requests of a route, if it is always the same.</summary>
    private static string? HostOf(RouteSpec route, ForwardSpec forward)
    {
        if (forward.Target is { IsLoopback: false } target && target.Scheme == Uri.UriSchemeHttps)
        {
            // Its certificate is verified against the requested name.
            return null;
        }

        foreach (var (name, value) in forward.Headers)
        {
            if (name.Equals(HostHeader, StringComparison.OrdinalIgnoreCase))
            {
                return value.Length > 0 ? value : null;
            }
        }

        return forward.PreserveHost && route.Domain?.StartsWith('*') == false ? route.Domain : null;
    }

    /// <summary>Appends a relative health path to the base path of a target.</summary>
    public static Uri Append(Uri target, string path) =>
        new($"{target.GetLeftPart(UriPartial.Path).TrimEnd('/')}{(path.StartsWith('/') ? "" : "/")}{path}");
}
