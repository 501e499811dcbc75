using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>The format of the items of an unlimited stream.</summary>
internal interface IStreamFormat<in T> : IAsyncDisposable
{
    /// <summary>Gets the content type.</summary>
    string ContentType { get; }

    /// <summary>Writes the text before the first item, without flushing.</summary>
    void WriteBeginning(PipeWriter body);

    /// <summary>Writes one item, without flushing.</summary>
    void Write(PipeWriter body, T item);

    /// <summary>Writes a keep-alive; returns false if the format has none.</summary>
    bool WriteKeepAlive(PipeWriter body);

    /// <summary>Writes why the stream ends early; returns false if the format cannot express it.</summary>
    bool WriteFailure(PipeWriter body, ApiFailure failure);
}

/// <summary>Log lines as server-sent events named <c>line</c>, with the place after each line as its ID.</summary>
internal sealed class LogLineEvents : IStreamFormat<LogLine>
{
    private readonly ServerSentEventWriter events = new();

    public string ContentType => ApiOutput.EventsType;

    public void WriteBeginning(PipeWriter body) => ServerSentEventWriter.WriteBeginning(body);

    public void Write(PipeWriter body, LogLine item) => events.Write(body, "line"u8, item.Place, item, ApiOutput.Json.LogLine);

    public bool WriteKeepAlive(PipeWriter body) => ServerSentEventWriter.WriteKeepAlive(body);

    public bool WriteFailure(PipeWriter body, ApiFailure failure) => events.WriteFailure(body, failure);

    public ValueTask DisposeAsync() => events.DisposeAsync();
}

/// <summary>Changes as server-sent events named after their kind, with their place as the ID.</summary>
internal sealed class ProcessEvents : IStreamFormat<ProcessEvent>
{
    private readonly ServerSentEventWriter events = new();

    public string ContentType => ApiOutput.EventsType;

    public void WriteBeginning(PipeWriter body) => ServerSentEventWriter.WriteBeginning(body);

    public void Write(PipeWriter body, ProcessEvent item)
    {
        var name = item.Kind switch
        {
            ProcessEventKind.Snapshot => "snapshot"u8,
            ProcessEventKind.Removed => "removed"u8,
            ProcessEventKind.Change => "change"u8,
            var other => throw new ArgumentOutOfRangeException(nameof(item), other, null),
        };
        events.Write(body, name, item.Place, item, ApiOutput.Json.ProcessEvent);
    }

    public bool WriteKeepAlive(PipeWriter body) => ServerSentEventWriter.WriteKeepAlive(body);

    public bool WriteFailure(PipeWriter body, ApiFailure failure) => events.WriteFailure(body, failure);

    public ValueTask DisposeAsync() => events.DisposeAsync();
}

/// <summary>Plain log lines, each ended by a line feed. Anything else would look like a line.</summary>
internal sealed class TextLines : IStreamFormat<LogLine>
{
    public string ContentType => ApiOutput.TextType;

    public void WriteBeginning(PipeWriter body)
    {
    }

    public static void WriteLine(PipeWriter body, string line)
    {
        Encoding.UTF8.GetBytes(line, body);
        body.Write("\n"u8);
    }

    public void Write(PipeWriter body, LogLine item) => WriteLine(body, item.Line);

    public bool WriteKeepAlive(PipeWriter body) => false;

    public bool WriteFailure(PipeWriter body, ApiFailure failure) => false;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
