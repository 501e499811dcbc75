using Microsoft.Extensions.Logging;
using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>Passes the log of a supervisor to the session, which shows it as PowerShell messages. Nothing is written to the console.</summary>
internal sealed class MessageLog(Action<EngineMessage> log) : ILoggerFactory, ILogger
{
    public static ILoggerFactory CreateFactory(Action<EngineMessage> log) => new MessageLog(log);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Only the session can be logged to.");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            var text = formatter(state, exception);
            log(new EngineMessage(
                logLevel >= LogLevel.Warning ? EngineMessageLevel.Warning : EngineMessageLevel.Verbose,
                exception is null ? text : $"{text}: {exception.Message}"));
        }
    }

    public void Dispose()
    {
        // There is nothing to release.
    }
}
