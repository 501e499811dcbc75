using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ProcessProxy.AspNetCore.Tests.Contract;
using ProcessProxy.Generate.OpenApi;

namespace ProcessProxy.AspNetCore.Tests.Fuzzing;

/// <summary>Good answers of a server, spoilt in their JSON, their events or their HTTP.</summary>
internal static class HostileAnswers
{
    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "\"", ",", ":", "{", "}", "[", "]", "null", "true", "-1", "9223372036854775807", "-9223372036854775808", "1e999", "\\u0000", "\\ud800", "\\", "\n", "\r", "\n\n", "\r\n\r\n", "\0",
            "event: failure\n", "event: line\ndata: null\n\n", "data: ", "data:\n\n", "id: x\n", "retry: 99999999999\n", ": \n", "\uFEFF", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
            "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 500 x\r\n", "HTTP/9.9 200\r\n", "Content-Length: 5\r\n", "Content-Length: -1\r\n", "Transfer-Encoding: chunked\r\n", "Content-Type: x\r\n", "Content-Encoding: gzip\r\n",
            "Location: http://[\r\n", "5\r\nhello\r\n", "ffffffffffffffffff\r\n", "\"problems\":[null],", "\"code\":null,", "\"error\":null,", "\"data\":null,", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0x80], [0xED, 0xA0, 0x80],
    ];

    private static readonly string[] Good =
    [
        Json(new ApiResponse<IReadOnlyList<ProcessInfo>>(true, [Sample.Process("web"), Sample.Process("db")], Sample.Noon), ApiJson.Default.ApiResponseIReadOnlyListProcessInfo),
        Json(new ApiResponse<ProcessInfo>(true, Sample.Process("web") with { Configuration = Sample.Configuration }, Sample.Noon), ApiJson.Default.ApiResponseProcessInfo),
        Json(new ApiResponse<ServerStatus>(true, Sample.Status, Sample.Noon), ApiJson.Default.ApiResponseServerStatus),
        Json(new ApiResponse<LogPage>(true, new LogPage("web", "/web.log", 1, [Line]), Sample.Noon), ApiJson.Default.ApiResponseLogPage),
        Json(new ApiResponse<IReadOnlyList<ReloadAction>>(true, [new ReloadAction("web", ReloadActionKind.None, "same")], Sample.Noon), ApiJson.Default.ApiResponseIReadOnlyListReloadAction),
        "HTTP/1.1 422 x\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"success\":false,\"error\":\"No.\",\"code\":\"conflict\"}",
        Events("line", Line, ApiJson.Default.LogLine),
        Events("snapshot", new ProcessEvent(1, ProcessEventKind.Snapshot, [Sample.Process("web")]), ApiJson.Default.ProcessEvent),
        Events("failure", new ApiFailure(false, "No.", "conflict"), ApiJson.Default.ApiFailure),
    ];

    private static LogLine Line => new(Sample.Noon, LogStream.Output, "hello");

    /// <summary>The next one.</summary>
    public static byte[] Next(Random random)
    {
        var good = Encoding.UTF8.GetBytes(random.Of(Good));
        var body = good.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        return random.Next(4) switch
        {
            0 => good,
            1 => Mutation.Of(good, Tokens, random),
            _ => [.. good[..body], .. Mutation.Of(good[body..], Tokens, random)],
        };
    }

    private static string Json<T>(T value, JsonTypeInfo<T> type) =>
        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{JsonSerializer.Serialize(value, type)}";

    private static string Events<T>(string name, T value, JsonTypeInfo<T> type) =>
        $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n: hello\n\nevent: {name}\ndata: {JsonSerializer.Serialize(value, type)}\n\n";
}
