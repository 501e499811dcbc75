using System.Security.Cryptography;
using System.Text;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.AspNetCore.Management.Listening;

/// <summary>The folder of the system for sockets of a user.</summary>
internal static class RuntimeFolder
{
    private const string Variable = "XDG_RUNTIME_DIR";

    /// <summary>Returns a path there that replaces an unusable one, or null if there is no such folder, or others can write it.</summary>
    public static string? SocketFor(string wanted)
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(folder) || !Path.IsPathFullyQualified(folder) || !Directory.Exists(folder)
            || Ownership.Of(folder) is { IsTrusted: false } or { OthersWrite: true } or { GroupWrites: true })
        {
            return null;
        }

        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted)).AsSpan(0, 8));
        return Path.Combine(folder, $"processproxy-{name}.sock");
    }
}
