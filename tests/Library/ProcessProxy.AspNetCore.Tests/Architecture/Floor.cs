namespace ProcessProxy.AspNetCore.Tests.Architecture;

/// <summary>A folder of the web side, and those it may know.</summary>
/// <param name="Folder">The folder, as its namespace has it below that of the library.</param>
/// <param name="Knows">Folders on lower floors.</param>
internal sealed record Floor(string Folder, params string[] Knows)
{
    private const string Root = "ProcessProxy.AspNetCore";

    /// <summary>All of them, from the lowest to the highest. docs/architecture.md draws the same.</summary>
    public static readonly IReadOnlyList<Floor> All =
    [
        new("Http"),
        new("Connections", "Http"),

        new("Tls.Certificates"),
        new("Tls.Acme"),
        new("Tls.Development", "Tls.Certificates"),
        new("Tls.Files", "Tls.Certificates"),
        new("Tls.Issuing", "Tls.Acme", "Tls.Certificates"),
        new("Tls", "Tls.Acme", "Tls.Certificates", "Tls.Development", "Tls.Files", "Tls.Issuing"),

        new("Proxy.Compression"),
        new("Proxy.Origin"),
        new("Proxy.Traffic", "Http"),
        new("Proxy.Answers", "Http", "Proxy.Origin"),
        new("Proxy.Routing", "Http", "Proxy.Answers", "Proxy.Traffic"),
        new("Proxy.Limits", "Http", "Proxy.Answers", "Proxy.Origin", "Proxy.Routing", "Proxy.Traffic"),
        new("Proxy.Redirects", "Connections", "Http", "Proxy.Answers", "Proxy.Origin", "Proxy.Routing"),
        new("Proxy.StaticFiles", "Connections", "Proxy.Answers", "Proxy.Redirects", "Proxy.Routing"),
        new("Proxy.Holding", "Http", "Proxy.Answers", "Proxy.Routing", "Proxy.Traffic"),
        new("Proxy.Tracing", "Http", "Proxy.Origin", "Proxy.Routing"),
        new("Proxy.Forwarding.Targets"),
        new("Proxy.Forwarding.Streams", "Http"),
        new("Proxy.Forwarding.Upload", "Connections", "Http", "Proxy.Forwarding.Streams"),
        new("Proxy.Forwarding", "Connections", "Http", "Proxy.Answers", "Proxy.Forwarding.Streams", "Proxy.Forwarding.Targets", "Proxy.Forwarding.Upload",
            "Proxy.Holding", "Proxy.Limits", "Proxy.Origin", "Proxy.Routing", "Proxy.Tracing"),
        new("Proxy.AccessLog", "Http", "Proxy.Forwarding", "Proxy.Origin", "Proxy.Routing", "Proxy.Tracing"),
        new("Proxy", "Connections", "Http", "Proxy.AccessLog", "Proxy.Answers", "Proxy.Compression", "Proxy.Forwarding",
            "Proxy.Holding", "Proxy.Limits", "Proxy.Origin", "Proxy.Redirects", "Proxy.Routing", "Proxy.StaticFiles", "Proxy.Tracing", "Proxy.Traffic", "Tls"),

        new("Telemetry", "Http"),
        new("Security.Sessions", "Http"),
        new("Security", "Http", "Security.Sessions"),
        new("Api", "Http"),
        new("Dashboard", "Api", "Http", "Security", "Security.Sessions"),
        new("Management.Listening", "Connections"),
        new("Management", "Api", "Connections", "Dashboard", "Http", "Management.Listening", "Security", "Security.Sessions", "Telemetry"),
        new("", "Connections", "Management", "Management.Listening", "Proxy", "Telemetry"),
        new("Hosting", "", "Connections"),
    ];

    /// <summary>The namespace.</summary>
    public string Namespace => NamespaceOf(Folder);

    /// <summary>The namespaces that it may know.</summary>
    public IEnumerable<string> Known => Knows.Select(NamespaceOf);

    private static string NamespaceOf(string folder) => folder.Length == 0 ? Root : $"{Root}.{folder}";
}
