using System.Security.Cryptography;
using System.Text;

namespace ProcessProxy.Configuration;

/// <summary>Names in <c>proxy.yaml</c> and beside it. Defaults of keys stand on the specs.</summary>
internal static class ServerNames
{
    /// <summary>The configuration file, from the project directory.</summary>
    public const string ConfigFile = "config/proxy.yaml";

    /// <summary>The port for HTTPS when some route is served over it and nobody has chosen another.</summary>
    public const int HttpsPort = 8443;

    /// <summary>The word for a way to call that is not there.</summary>
    public const string None = "none";

    /// <summary>How the name of a pipe begins.</summary>
    public const string PipePrefix = @"\\.\pipe\";

    /// <summary>The management socket of a folder of state; on Windows the name of a pipe.</summary>
    public static string ManagementSocket(string stateDirectory) => OperatingSystem.IsWindows()
        ? PipePrefix + "processproxy-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stateDirectory.ToUpperInvariant())).AsSpan(0, 8))
        : Path.Combine(stateDirectory, "processproxy.sock");
}
