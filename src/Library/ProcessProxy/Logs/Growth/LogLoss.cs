using System.Globalization;
using Microsoft.Extensions.Logging;
using ProcessProxy.Logs.Files;

namespace ProcessProxy.Logs.Growth;

/// <summary>Reports that others have emptied a log, and how much is lost: immediately, and repeated losses once a minute.</summary>
internal sealed class LogLoss(string path, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private long _told;
    private bool _hasTold;
    private int _times;
    private long _bytes;
    private DateTimeOffset _since;

    /// <summary>Records a loss.</summary>
    /// <param name="bytes">The number of lost bytes, as far as they were seen.</param>
    /// <param name="since">The time since when they had been written; the default if that was before this server looked.</param>
    public void Note(long bytes, DateTimeOffset since)
    {
        _since = _times == 0 ? since : _since;
        _times++;
        _bytes += bytes;
        if (!_hasTold || time.GetElapsedTime(_told) >= Pause)
        {
            Tell();
        }
    }

    /// <summary>Reports pending losses: the run is over.</summary>
    public void Tell()
    {
        if (_times > 0)
        {
            LogMessages.Emptied(
                logger, path, _times == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" {_times} times"), _bytes,
                _since == default ? "" : string.Create(CultureInfo.InvariantCulture, $" written since {_since.UtcDateTime:u}"));
            (_told, _hasTold, _times, _bytes) = (time.GetTimestamp(), true, 0, 0);
        }
    }
}
