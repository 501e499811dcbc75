using Microsoft.Extensions.Logging;

namespace ProcessProxy.Background;

/// <summary>What there is to say of work that nobody waits for.</summary>
internal static partial class BackgroundLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} broke off, which is a fault of ours, and begins again in {Seconds} s")]
    public static partial void BrokeOff(ILogger logger, string name, double seconds, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} did not go as it should, which is a fault of ours; the rest goes on")]
    public static partial void Failed(ILogger logger, string name, Exception fault);

    [LoggerMessage(Message = "{Count} more lines like this one in {Seconds} s: {Text}")]
    public static partial void Repeated(ILogger logger, LogLevel level, int count, double seconds, string text);
}
