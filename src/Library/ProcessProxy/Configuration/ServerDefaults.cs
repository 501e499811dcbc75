namespace ProcessProxy.Configuration;

/// <summary>Every default of <c>proxy.yaml</c>. Defaults live here and nowhere else.</summary>
internal static class ServerDefaults
{
    public const string Host = "*";
    public const int Port = 8080;

    /// <summary>Only when some route is served over HTTPS.</summary>
    public const int HttpsPort = 8443;

    public const string ManagementHost = "127.0.0.1";
    public const int ManagementPort = 4481;

    public const string RoutePath = "/";
    public const RouteType Type = RouteType.Proxy;
    public const bool Ssl = false;
}
