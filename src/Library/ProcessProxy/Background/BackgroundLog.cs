using Microsoft.Extensions.Logging;

namespace ProcessProxy.Background;

/// <summary>Log messages of background work. A log that cannot be written does not end the work.</summary>
internal static partial class BackgroundLog
{
    /// <summary>Reports that work failed and is restarted.</summary>
    public static void BrokeOff(ILogger logger, string name, double seconds, Exception fault) => Try(() => WriteBrokeOff(logger, name, seconds, fault));

    /// <summary>Reports that work failed, and that everything else continues.</summary>
    public static void Failed(ILogger logger, string name, Exception fault) => Try(() => WriteFailed(logger, name, fault));

    /// <summary>Reports how many lines were suppressed.</summary>
    public static void Repeated(ILogger logger, LogLevel level, int count, double seconds, string text) =>
        Try(() => WriteRepeated(logger, level, count, seconds, text));

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception)
        {
            // Any exception, from any logging provider of the host. It cannot be reported anywhere, and the work matters more than its log.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} failed because of an internal error and restarts in {Seconds} s")]
    private static partial void WriteBrokeOff(ILogger logger, string name, double seconds, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} failed because of an internal error; everything else continues")]
    private static partial void WriteFailed(ILogger logger, string name, Exception fault);

    [LoggerMessage(Message = "{Count} more lines like this one in {Seconds} s: {Text}")]
    private static partial void WriteRepeated(ILogger logger, LogLevel level, int count, double seconds, string text);
}
