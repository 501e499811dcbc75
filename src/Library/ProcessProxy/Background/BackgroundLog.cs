using Microsoft.Extensions.Logging;

namespace ProcessProxy.Background;

/// <summary>What there is to say of work that nobody waits for. A log that cannot be written does not end that work.</summary>
internal static partial class BackgroundLog
{
    /// <summary>Says that work broke off and is begun again.</summary>
    public static void BrokeOff(ILogger logger, string name, double seconds, Exception fault) => Try(() => WriteBrokeOff(logger, name, seconds, fault));

    /// <summary>Says that work failed, and that nothing else does for it.</summary>
    public static void Failed(ILogger logger, string name, Exception fault) => Try(() => WriteFailed(logger, name, fault));

    /// <summary>Says how many lines were held back.</summary>
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
            // Of any kind, from whatever the host logs to. There is nobody left to tell, and the work matters more than what is said of it.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} failed because of an internal error and restarts in {Seconds} s")]
    private static partial void WriteBrokeOff(ILogger logger, string name, double seconds, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} failed because of an internal error; everything else continues")]
    private static partial void WriteFailed(ILogger logger, string name, Exception fault);

    [LoggerMessage(Message = "{Count} more lines like this one in {Seconds} s: {Text}")]
    private static partial void WriteRepeated(ILogger logger, LogLevel level, int count, double seconds, string text);
}
