using System.Security.Cryptography;
using System.Text;

namespace ProcessProxy.Configuration;

/// <summary>Names in <c>proxy.yaml</c> and beside it. Defaults of keys are on the specs.</summary>
internal static class ServerNames
{
    /// <summary>The configuration file, relative to the project directory.</summary>
    public const string ConfigFile = "config/proxy.yaml";

    /// <summary>The default HTTPS port if a route is served over HTTPS.</summary>
    public const int HttpsPort = 8443;

    /// <summary>The word for a listener that does not exist.</summary>
    public const string None = "none";

    /// <summary>The prefix of the name of a pipe.</summary>
    public const string PipePrefix = @"\\.\pipe\";

    /// <summary>The environment variable in which a guardian describes to the server what it was started with.</summary>
    public const string GuardianVariable = "PROCESSPROXY_GUARDIAN";

    /// <summary>Returns the management socket of a state folder; on Windows, the name of a pipe.</summary>
    public static string ManagementSocket(string stateDirectory) => OperatingSystem.IsWindows()
        ? PipePrefix + "processproxy-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stateDirectory.ToUpperInvariant())).AsSpan(0, 8))
        : Path.Combine(stateDirectory, "processproxy.sock");
}
