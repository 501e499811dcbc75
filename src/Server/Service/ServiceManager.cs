using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.Guarding;
using ProcessProxy.Platform;
using ProcessProxy.Platform.Network;
using ProcessProxy.Server.Logging;

namespace ProcessProxy.Server.Service;

/// <summary>Notifies systemd if it has started the server (<c>Type=notify</c>), and keeps the sockets in its descriptor store; otherwise does nothing.</summary>
internal sealed class ServiceManager : ISocketKeeper
{
    private readonly ILogger logger;
    private const string Address = "NOTIFY_SOCKET";
    private const string WatchdogTime = "WATCHDOG_USEC";
    private const string WatchdogPid = "WATCHDOG_PID";
    private const int MicrosecondsPerMillisecond = 1000;
    private readonly SystemdNotifier notifier = new();
    private readonly string? address = Environment.GetEnvironmentVariable(Address);

    /// <summary>Finds the socket for notifications.</summary>
    /// <param name="logger">The log that reports a failed notification.</param>
    public ServiceManager(ILogger logger)
    {
        Starter = CurrentPlatform.Network.Descriptors.IsSupported && CurrentPlatform.Processes.CreateServerStarter() is { } starter
            ? new SuccessorStarter(starter, ServerProgram.This(), Told())
            : null;
        this.logger = logger;
        WatchdogPeriod = Period();
        Inherited = ListenDescriptors.Take();

        // Only for the server: a program that found them would report that the server is ready.
        foreach (var name in new[] { Address, WatchdogTime, WatchdogPid })
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    /// <summary>Gets whether notifications are sent.</summary>
    public bool IsThere => notifier.IsEnabled;

    /// <summary>Gets how long the service manager waits for a keep-alive before it restarts the server; null if it does not.</summary>
    public TimeSpan? WatchdogPeriod { get; }

    /// <summary>Gets the sockets that it has started the server with.</summary>
    public IReadOnlyList<(string Name, SafeHandle Handle)> Inherited { get; }

    /// <inheritdoc/>
    public ISuccessorStarter? Starter { get; }

    /// <inheritdoc/>
    public void Keep(IReadOnlyList<NamedSocket> sockets, IReadOnlyCollection<string> unused, string? configuration)
    {
        if (!IsThere || !CurrentPlatform.Network.Descriptors.IsSupported)
        {
            return;
        }

        // A socket that is in the store already is recognized. The removal first: names that are still in use are stored again.
        foreach (var name in unused)
        {
            Tell($"FDSTOREREMOVE=1\nFDNAME={name}");
        }

        try
        {
            using var manager = DescriptorPassing.Connect(address!);
            foreach (var (name, socket) in sockets)
            {
                CurrentPlatform.Network.Descriptors.Send(manager.SafeHandle, Encoding.UTF8.GetBytes($"FDSTORE=1\nFDNAME={name}"), [socket.SafeHandle]);
            }
        }
        catch (Exception gone) when (gone is SocketException or IOException)
        {
            Log.NotTold(logger, gone.Message);
        }
    }

    /// <inheritdoc/>
    public void Follow(int pid) => Tell(string.Create(CultureInfo.InvariantCulture, $"MAINPID={pid}"));

    public void Ready(string status) => Tell($"READY=1\nSTATUS={status}");

    public void Status(string status) => Tell($"STATUS={status}");

    public void Reloading(TimeProvider time) => Tell(string.Create(
        CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={time.GetTimestamp() * 1_000_000 / time.TimestampFrequency}"));

    public void Stopping() => Tell("STOPPING=1");

    public void IsAlive() => Tell("WATCHDOG=1");

    /// <summary>Returns what a server must find in its environment to notify it.</summary>
    private static Dictionary<string, string> Told() => new[] { Address, WatchdogTime }
        .Select(name => (name, Environment.GetEnvironmentVariable(name))).Where(one => one.Item2 is { Length: > 0 }).ToDictionary(one => one.name, one => one.Item2!);

    private static TimeSpan? Period() =>
        long.TryParse(Environment.GetEnvironmentVariable(WatchdogTime), NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time > 0
        && (Environment.GetEnvironmentVariable(WatchdogPid) is not { Length: > 0 } pid
            || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            ? TimeSpan.FromMilliseconds(time / (double)MicrosecondsPerMillisecond)
            : null;

    private void Tell(string state)
    {
        try
        {
            notifier.Notify(new ServiceState(state));
        }
        catch (SocketException gone)
        {
            // The receiver may have gone. The programs must be supervised anyway.
            Log.NotTold(logger, gone.Message);
        }
    }
}
