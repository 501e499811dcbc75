using System.Globalization;

namespace ProcessProxy;

/// <summary>What has replaced a server.</summary>
/// <param name="Pid">The pid of the new server.</param>
/// <param name="Version">The version of the new server.</param>
/// <param name="FormerPid">The pid of the server before it, which answers the requests that it has, and then ends.</param>
/// <param name="FormerVersion">The version of the server before it.</param>
public sealed record ServerUpgrade(int Pid, string Version, int FormerPid, string FormerVersion)
{
    /// <summary>Returns which server has taken over from which.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"ProcessProxy {Version} (pid {Pid}) has taken over from {FormerVersion} (pid {FormerPid})");
}
