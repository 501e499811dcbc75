using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using ProcessProxy.Server.Logging;

namespace ProcessProxy.Server.Service;

/// <summary>What systemd is told, where it has started the server (<c>Type=notify</c>); nobody is told anything elsewhere.</summary>
internal sealed class ServiceManager
{
    private readonly ILogger logger;
    private const string Address = "NOTIFY_SOCKET";
    private const string WatchdogTime = "WATCHDOG_USEC";
    private const string WatchdogPid = "WATCHDOG_PID";
    private const int MicrosecondsPerMillisecond = 1000;
    private readonly SystemdNotifier notifier = new();

    /// <summary>Finds out who is to be told.</summary>
    /// <param name="logger">Where is said that telling failed.</param>
    public ServiceManager(ILogger logger)
    {
        this.logger = logger;
        WatchdogPeriod = Period();

        // Meant for the server alone: a program that found them would say that the server is ready.
        foreach (var name in new[] { Address, WatchdogTime, WatchdogPid })
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    /// <summary>Whether somebody is told.</summary>
    public bool IsThere => notifier.IsEnabled;

    /// <summary>How long the service manager waits for a sign of life before it restarts the server; null when it does not.</summary>
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
            // Whoever is told may have gone. The programs are no less to be looked after for that.
            Log.NotTold(logger, gone.Message);
        }
    }
}
