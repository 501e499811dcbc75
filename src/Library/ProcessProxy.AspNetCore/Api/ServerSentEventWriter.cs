using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>
/// Writes server-sent events whose data is JSON, which contains no line breaks. One per stream: it reuses its JSON writer.
/// </summary>
internal sealed class ServerSentEventWriter : IAsyncDisposable
{
    private static readonly JsonWriterOptions JsonOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private Utf8JsonWriter? json;

    /// <summary>Writes one event, without flushing.</summary>
    public void Write<T>(PipeWriter body, ReadOnlySpan<byte> name, string? id, T data, JsonTypeInfo<T> type)
    {
        body.Write("event: "u8);
        body.Write(name);
        if (id is not null)
        {
            body.Write("\nid: "u8);
            Encoding.UTF8.GetBytes(id, body);
        }

        body.Write("\ndata: "u8);
        if (json is null)
        {
            json = new Utf8JsonWriter(body, JsonOptions);
        }
        else
        {
            json.Reset(body);
        }

        JsonSerializer.Serialize(json, data, type);
        json.Flush();
        body.Write("\n\n"u8);
    }

    /// <summary>Writes why the stream ends early, as an event named <c>failure</c>, or <c>dropped</c> if the reader caused it.</summary>
    public bool WriteFailure(PipeWriter body, ApiFailure failure)
    {
        Write(body, failure.Code == ErrorCodes.FellBehind ? "dropped"u8 : "failure"u8, null, failure, ApiOutput.Json.ApiFailure);
        return true;
    }

    /// <summary>Writes when a reader should reconnect after its connection is lost.</summary>
    public static void WriteBeginning(PipeWriter body) => body.Write("retry: 1000\n\n"u8);

    /// <summary>Writes a comment, which every reader ignores.</summary>
    public static bool WriteKeepAlive(PipeWriter body)
    {
        body.Write(": keep-alive\n\n"u8);
        return true;
    }

    // After an event, nothing is left in the JSON writer, so disposing it cannot write to a closed body.
    public ValueTask DisposeAsync() => json?.DisposeAsync() ?? ValueTask.CompletedTask;
}
