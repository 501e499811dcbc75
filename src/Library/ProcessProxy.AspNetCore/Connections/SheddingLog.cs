using System.Net;
using Microsoft.Extensions.Logging;

namespace ProcessProxy.AspNetCore.Connections;

/// <summary>Reports connections that are closed because the limit is reached: immediately, and then their number once a minute, however many there are.</summary>
internal sealed partial class SheddingLog(ILogger log, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private long saidAt = long.MinValue;
    private int unsaid;

    /// <summary>Records a closed connection.</summary>
    /// <param name="at">The address of the listener.</param>
    /// <param name="open">The number of open connections.</param>
    public void Shed(EndPoint at, int open)
    {
        if (Count() is { } closed)
        {
            Closed(log, at, open, closed);
        }
    }

    /// <summary>Counts one.</summary>
    /// <returns>The number since the last report, if it must be reported again.</returns>
    private int? Count()
    {
        lock (gate)
        {
            unsaid++;
            var now = clock.GetTimestamp();
            if (saidAt != long.MinValue && clock.GetElapsedTime(saidAt, now) < Interval)
            {
                return null;
            }

            var count = unsaid;
            (saidAt, unsaid) = (now, 0);
            return count;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "New connections to {EndPoint} are closed, {Closed} since the last message: {Open} are open, which is the limit for all addresses or for one address (ulimit -n; LimitNOFILE= in a systemd unit)")]
    private static partial void Closed(ILogger logger, EndPoint endPoint, int open, int closed);
}
