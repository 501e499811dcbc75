using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace ProcessProxy.Server.Logging;

/// <summary>One line for each event: its time, its level from warning up, and the message, without the names of our classes.</summary>
internal sealed class ConsoleLine() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(TimeProvider.System.GetLocalNow().ToString("HH:mm:ss.fff ", CultureInfo.InvariantCulture));
        textWriter.Write(logEntry.LogLevel switch
        {
            LogLevel.Warning => "warning: ",
            LogLevel.Error => "error: ",
            LogLevel.Critical => "fault: ",
            LogLevel.Trace or LogLevel.Debug or LogLevel.Information => "",
            var other => throw new ArgumentOutOfRangeException(nameof(logEntry), other, null),
        });
        textWriter.WriteLine(VisibleText.Line(logEntry.Formatter(logEntry.State, logEntry.Exception)));
        if (logEntry.Exception is { } exception)
        {
            textWriter.WriteLine(exception);
        }
    }
}
