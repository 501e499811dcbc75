using Microsoft.Extensions.Logging;

namespace ProcessProxy.AspNetCore.Tests.Proxy;

/// <summary>Keeps what is logged, of whatever level.</summary>
internal sealed class Messages : ILogger, ILoggerFactory
{
    private readonly List<string> all = [];

    public string[] All
    {
        get
        {
            lock (all)
            {
                return [.. all];
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (all)
        {
            all.Add(formatter(state, exception));
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
