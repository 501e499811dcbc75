using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using ProcessProxy.Server.Logging;

namespace ProcessProxy.Server.Service;

/// <summary>Notifies systemd if it has started the server (<c>Type=notify</c>); otherwise does nothing.</summary>
internal sealed class ServiceManager
{
    private readonly ILogger logger;
    private const string Address = "NOTIFY_SOCKET";
    private const string WatchdogTime = "WATCHDOG_USEC";
    private const string WatchdogPid = "WATCHDOG_PID";
    private const int MicrosecondsPerMillisecond = 1000;
    private readonly SystemdNotifier notifier = new();

    /// <summary>Finds the socket for notifications.</summary>
    /// <param name="logger">The log that reports a failed notification.</param>
    public ServiceManager(ILogger logger)
    {
        this.logger = logger;
        WatchdogPeriod = Period();

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

    public void Ready(string status) => Tell($"READY=1\nSTATUS={status}");

    public void Status(string status) => Tell($"STATUS={status}");

    public void Reloading(TimeProvider time) => Tell(string.Create(
        CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={time.GetTimestamp() * 1_000_000 / time.TimestampFrequency}"));

    public void Stopping() => Tell("STOPPING=1");

    public void IsAlive() => Tell("WATCHDOG=1");

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
