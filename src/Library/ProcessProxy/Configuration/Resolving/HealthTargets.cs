using System.Globalization;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Where a process answers.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Host">The <c>Host</c> that it is asked with there through the proxy, where that is one; else null.</param>
internal sealed record HealthTarget(Uri Url, string? Host);

/// <summary>Finds the address a process answers at: what a relative health path is appended to.</summary>
internal sealed class HealthTargets
{
    public const string PortVariable = "PORT";

    private const string HostHeader = "Host";

    private readonly Dictionary<string, HealthTarget> byProcess = new(StringComparer.Ordinal);
    private readonly Dictionary<int, HealthTarget?> byLocalPort = [];

    public HealthTargets(IEnumerable<RouteSpec> routes)
    {
        foreach (var route in routes)
        {
            if (route.Action is not ForwardSpec { Target: { } target } forward)
            {
                continue;
            }

            if (forward.Process is { } id)
            {
                // The first route says where; which name is expected there any of them may say.
                var known = byProcess.GetValueOrDefault(id);
                byProcess[id] = new HealthTarget(known?.Url ?? target, known?.Host ?? HostOf(route, forward, target));
            }
            else if (target.IsLoopback)
            {
                // A port with two routes tells nothing about which of their base paths is meant.
                byLocalPort[target.Port] = byLocalPort.ContainsKey(target.Port) ? null : new HealthTarget(target, HostOf(route, forward, target));
            }
        }
    }

    /// <summary>
    /// The target of the first route that names the process, else of the only route to its <c>env.PORT</c> on this
    /// machine, else that port itself; null when none of these is there.
    /// </summary>
    public HealthTarget? Find(string id, ValueMap env)
    {
        if (byProcess.TryGetValue(id, out var target))
        {
            return target;
        }

        if (!env.TryGetValue(PortVariable, out var text)
            || !ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
        {
            return null;
        }

        return byLocalPort.GetValueOrDefault(port) ?? new HealthTarget(new Uri($"http://localhost:{port}"), null);
    }

    /// <summary>What the program sees as <c>Host</c> of requests that come by a route, when that is always the same.</summary>
    private static string? HostOf(RouteSpec route, ForwardSpec forward, Uri target)
    {
        if (target.Scheme == Uri.UriSchemeHttps && !target.IsLoopback)
        {
            // Its certificate is verified against the name that is asked for.
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
