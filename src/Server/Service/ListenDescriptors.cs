using System.Globalization;
using System.Runtime.InteropServices;
using ProcessProxy.Platform;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Server.Service;

/// <summary>The sockets that systemd has started this process with: of a socket unit, or from its descriptor store.</summary>
internal static class ListenDescriptors
{
    private const string Count = "LISTEN_FDS";
    private const string Pid = "LISTEN_PID";
    private const string Names = "LISTEN_FDNAMES";

    /// <summary>Takes them over. After this, no program finds them in its environment.</summary>
    public static IReadOnlyList<(string Name, SafeHandle Handle)> Take()
    {
        var count = Environment.GetEnvironmentVariable(Pid) == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
            && int.TryParse(Environment.GetEnvironmentVariable(Count), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 0;
        var names = (Environment.GetEnvironmentVariable(Names) ?? "").Split(':');
        foreach (var variable in new[] { Count, Pid, Names })
        {
            Environment.SetEnvironmentVariable(variable, null);
        }

        var taken = new List<(string Name, SafeHandle Handle)>();
        for (var index = 0; index < count; index++)
        {
            if (CurrentPlatform.Network.Descriptors.Inherit(ServerStarter.FirstDescriptor + index) is { } handle)
            {
                taken.Add((index < names.Length ? names[index] : "", handle));
            }
        }

        return taken;
    }
}
