using Microsoft.Extensions.Logging;

namespace ProcessProxy.Background;

/// <summary>Loggers with a <see cref="RepeatFilter"/>. Disposing reports the suppressed lines and disposes the inner loggers.</summary>
/// <param name="loggers">The inner loggers.</param>
/// <param name="time">The clock.</param>
internal sealed class FilteredLoggers(ILoggerFactory loggers, TimeProvider time) : ILoggerFactory
{
    private readonly RepeatFilter filter = new(time);

    public ILogger CreateLogger(string categoryName) => new Filtered(loggers.CreateLogger(categoryName), categoryName, filter);

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    public void Dispose()
    {
        filter.Dispose();
        loggers.Dispose();
    }

    private sealed class Filtered(ILogger logger, string category, RepeatFilter filter) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logger.IsEnabled(logLevel) && filter.Admit(logger, category, logLevel, eventId, formatter(state, exception)))
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
