using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ProcessProxy.AspNetCore.Tests.Tls;

/// <summary>Keeps what is logged, and lets a test wait for the next line.</summary>
internal sealed class RecordedLog : ILogger
{
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (all)
            {
                return [.. all];
            }
        }
    }

    private readonly List<string> all = [];

    public ValueTask<string> NextAsync(CancellationToken cancellationToken) => lines.Reader.ReadAsync(cancellationToken);

    /// <summary>Waits for a line that holds a text; passes over others.</summary>
    public async Task<string> NextAsync(string text, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await NextAsync(cancellationToken);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = $"{logLevel}: {formatter(state, exception)}";
        lock (all)
        {
            all.Add(line);
        }

        lines.Writer.TryWrite(line);
    }
}
