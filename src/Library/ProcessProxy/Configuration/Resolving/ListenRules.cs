using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Decides where the proxy listens, and checks that no two listeners have the same port.</summary>
internal static class ListenRules
{
    private const string Port = "port";
    private const string HttpsPort = "httpsPort";
    private const string ManagementPort = "management.port";

    /// <summary>Returns the complete listeners.</summary>
    /// <param name="listen">The written values.</param>
    /// <param name="needsHttps">Whether a route is served over HTTPS.</param>
    public static ListenSpec Resolve(ListenSpec listen, bool needsHttps) =>
        listen with { HttpsPort = listen.HttpsPort ?? (needsHttps ? ServerNames.HttpsPort : null) };

    /// <summary>Reports listeners with the same port.</summary>
    /// <param name="spec">The listeners.</param>
    /// <param name="opensManagement">Whether the management API has a listener.</param>
    /// <param name="keys">The places of the values.</param>
    /// <param name="problems">The list that receives problems.</param>
    public static void Check(ServerSpec spec, bool opensManagement, Written<ServerSpec> keys, ProblemList problems)
    {
        var listen = spec.Listen;
        if (listen.HttpsPort is { } https && https == listen.Port && https != 0)
        {
            Conflict(HttpsPort, Port, https, "HTTP and HTTPS");
        }

        if (opensManagement && spec.Management is { Host: not null, Port: not 0 } management)
        {
            if (management.Port == listen.Port)
            {
                Conflict(ManagementPort, Port, management.Port, "HTTP and the management API");
            }

            if (management.Port == listen.HttpsPort)
            {
                Conflict(ManagementPort, HttpsPort, management.Port, "HTTPS and the management API");
            }
        }

        void Conflict(string key, string other, int port, string both) =>
            problems.Add(keys.PlaceOrNull(key) ?? keys.PlaceOf(other), ProblemCodes.PortConflict, $"{both} cannot both listen on port {port}.");
    }
}
