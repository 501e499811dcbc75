using Microsoft.Extensions.Logging;

namespace ProcessProxy.Server.Logging;

/// <summary>Log messages of the program itself.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information,
        "ProcessProxy {Version} is up (pid {Pid}) for {ProjectDirectory}: proxy {Proxy}, management {Management}")]
    public static partial void Up(
        ILogger logger, string version, int pid, string projectDirectory, string proxy, string? management);

    [LoggerMessage(2, LogLevel.Information, "Stopping.")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(3, LogLevel.Information, "Stopped.")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(8, LogLevel.Information, "The server with pid {Pid} has taken over. This one answers the requests that it has, and ends.")]
    public static partial void Replaced(ILogger logger, int pid);

    [LoggerMessage(7, LogLevel.Warning, "The server before this one has {Ended}; this one takes its place")]
    public static partial void Restarted(ILogger logger, string ended);

    [LoggerMessage(5, LogLevel.Warning, "{Count} lines were dropped because standard output was not read")]
    public static partial void Dropped(ILogger logger, long count);

    [LoggerMessage(6, LogLevel.Warning, "The service manager could not be notified: {Cause}")]
    public static partial void NotTold(ILogger logger, string cause);

    [LoggerMessage(4, LogLevel.Error, "The server does not respond to itself within {Milliseconds} ms, so the service manager is not notified.")]
    public static partial void DoesNotAnswer(ILogger logger, double milliseconds);
}
