using System.Globalization;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Finds the address a process answers at: what a relative health path is appended to.</summary>
internal sealed class HealthTargets
{
    public const string PortVariable = "PORT";

    private readonly Dictionary<string, Uri> byProcess = new(StringComparer.Ordinal);
    private readonly Dictionary<int, Uri?> byLocalPort = [];

    public HealthTargets(IEnumerable<RouteSpec> routes)
    {
        foreach (var route in routes)
        {
            if (route is { Process: { } id, Target: { } named })
            {
                byProcess.TryAdd(id, named);
            }
            else if (route.Target is { IsLoopback: true } local)
            {
                // A port with two routes tells nothing about which of their base paths is meant.
                byLocalPort[local.Port] = byLocalPort.ContainsKey(local.Port) ? null : local;
            }
        }
    }

    /// <summary>
    /// The target of the first route that names the process, else of the only route to its <c>env.PORT</c> on this
    /// machine, else that port itself; null when none of these is there.
    /// </summary>
    public Uri? Find(string id, ValueMap env)
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

        return byLocalPort.GetValueOrDefault(port) ?? new Uri($"http://localhost:{port}");
    }

    /// <summary>Appends a relative health path to the base path of a target.</summary>
    public static Uri Append(Uri target, string path) =>
        new($"{target.GetLeftPart(UriPartial.Path).TrimEnd('/')}{(path.StartsWith('/') ? "" : "/")}{path}");
}
