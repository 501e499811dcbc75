using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using ProcessProxy.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Forwarding;
using ProcessProxy.AspNetCore.Proxy.Origin;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.AspNetCore.Proxy.Tracing;

namespace ProcessProxy.AspNetCore.Proxy.AccessLog;

/// <summary>Writes the line of one request: a JSON object and a line break.</summary>
internal sealed class AccessLogLine
{
    /// <summary>The limit for values whose length the client chooses.</summary>
    /// <value>1024 characters.</value>
    public const int MostCharacters = 1024;

    private const int KeptBytes = 16 * 1024;
    private const int AddressBytes = 64;

    [ThreadStatic]
    private static AccessLogLine? current;

    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Utf8JsonWriter json;

    private AccessLogLine() => json = new Utf8JsonWriter(buffer, new JsonWriterOptions
    {
        // People and programs read it, never as HTML; this encoder also escapes control characters.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    });

    /// <summary>Writes the line of <paramref name="entry"/> to <paramref name="writer"/>.</summary>
    public static void Write(AccessLogEntry entry, AccessLogWriter writer)
    {
        var line = current ??= new AccessLogLine();
        try
        {
            line.Fill(entry);
            writer.Add(line.buffer.WrittenSpan);
        }
        finally
        {
            line.buffer.ResetWrittenCount();
            line.json.Reset();
            current = line.buffer.Capacity > KeptBytes ? null : line;
        }
    }

    private void Fill(AccessLogEntry entry)
    {
        var context = entry.Context;
        var request = context.Request;
        var routed = RoutedRequest.Find(context.Features);
        json.WriteStartObject();
        WriteTime(entry.Time);
        WriteClient(RequestOrigin.ClientOf(context));
        Write("method"u8, request.Method);
        Write("host"u8, HostHeader.Of(request));
        json.WriteString("path"u8, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        Write("protocol"u8, request.Protocol);
        Write("route"u8, routed?.Route.Name);
        Write("process"u8, routed?.Route.Spec.Process);
        if (ForwardedRequest.Find(context.Features)?.Instance is { } instance)
        {
            json.WriteNumber("instance"u8, instance);
        }

        json.WriteNumber("status"u8, entry.Status);
        json.WriteNumber("bytesSent"u8, entry.Sent);
        json.WriteNumber("bytesReceived"u8, entry.Received);
        Write("duration"u8, entry.Duration);
        Write("upstream"u8, entry.Upstream);
        Write("requestId"u8, TracedRequest.Find(context.Features)?.RequestId ?? RequestId.ToldBy(context));
        Write("userAgent"u8, request.Headers.UserAgent);
        Write("referer"u8, request.Headers.Referer);
        json.WriteEndObject();
        json.Flush();
        buffer.Write("\n"u8);
    }

    private void WriteTime(DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[AddressBytes];
        time.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        json.WriteString("time"u8, text[..length]);
    }

    private void WriteClient(System.Net.IPAddress? client)
    {
        Span<byte> text = stackalloc byte[AddressBytes];
        if (client is null)
        {
            json.WriteNull("client"u8);
            return;
        }

        client.TryFormat(text, out var length);
        var plain = client.IsIPv4MappedToIPv6 ? text["::ffff:".Length..length] : text[..length];
        json.WriteString("client"u8, plain);
    }

    private void Write(ReadOnlySpan<byte> name, StringValues value) => Write(name, value.Count == 0 ? null : value.ToString());

    private void Write(ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, value.AsSpan(0, Math.Min(value.Length, MostCharacters)));
        }
    }

    private void Write(ReadOnlySpan<byte> name, TimeSpan? value)
    {
        if (value is { } time)
        {
            json.WriteNumber(name, Math.Round(time.TotalMilliseconds, 3));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
