using System.Security.Cryptography;
using System.Text;

namespace ProcessProxy.Configuration;

/// <summary>Every default of <c>proxy.yaml</c>. Defaults live here and nowhere else.</summary>
internal static class ServerDefaults
{
    /// <summary>The configuration file, from the project directory.</summary>
    public const string ConfigFile = "config/proxy.yaml";

    public const string Host = "*";
    public const int Port = 8080;

    /// <summary>Only when some route is served over HTTPS.</summary>
    public const int HttpsPort = 8443;

    public const string ManagementHost = "127.0.0.1";
    public const int ManagementPort = 4481;

    /// <summary>The word for a way to call that is not there.</summary>
    public const string None = "none";

    public const ReloadMode Reload = ReloadMode.Auto;

    public const string RoutePath = "/";
    public const RouteType Type = RouteType.Proxy;
    public const bool Ssl = false;

    public const LoadBalancing LoadBalancing = Configuration.LoadBalancing.RoundRobin;

    /// <summary>How the name of a pipe begins.</summary>
    public const string PipePrefix = @"\\.\pipe\";

    public const string AffinityCookie = "processproxy-affinity";
    public const int RedirectStatus = 308;
    public const int HoldRequests = 100;
    public const int HstsDays = 365;

    public const string CertificateFolder = "certs";
    public const string AcmeStorage = "certs/acme";
    public const string AccessLogFile = "logs/access.log";
    public const long AccessLogMaxSize = 50L << 20;
    public const int AccessLogMaxFiles = 5;

    public static readonly Uri AcmeDirectory = new("https://acme-v02.api.letsencrypt.org/directory");

    /// <summary>The management socket of a folder of state; on Windows the name of a pipe.</summary>
    public static string ManagementSocket(string stateDirectory) => OperatingSystem.IsWindows()
        ? PipePrefix + "processproxy-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stateDirectory.ToUpperInvariant())).AsSpan(0, 8))
        : Path.Combine(stateDirectory, "processproxy.sock");

    /// <summary>How long nothing may move in either direction before a request is given up.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(100);

    public static readonly TimeSpan HoldTimeout = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan RateLimitWindow = TimeSpan.FromSeconds(1);
}
