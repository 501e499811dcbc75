using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>The call that reads a log: as a page or as a stream, as JSON or as plain lines.</summary>
internal static class LogEndpoint
{
    /// <summary>The approximate size of the pieces in which plain lines are written to the connection.</summary>
    private const int FlushSize = 32 * 1024;

    public static async Task ReadAsync(HttpContext http, ApiContext api)
    {
        var id = ProcessEndpoints.IdOf(http);
        var (query, follow) = LogArguments.Parse(http.Request.Query);
        var plain = Preference.IsPlainText(http.Request);
        if (follow)
        {
            await FollowAsync(http, api, id, query with { After = LastEventId.Of(http.Request) }, plain).ConfigureAwait(false);
            return;
        }

        var page = await api.Client.ReadLogAsync(id, query, http.RequestAborted).ConfigureAwait(false);
        await (plain
            ? WriteTextAsync(http, page.Logs)
            : ApiOutput.WriteAsync(http, api.Time, ApiOutput.Json.ApiResponseLogPage, page)).ConfigureAwait(false);
    }

    private static async Task FollowAsync(HttpContext http, ApiContext api, string id, LogQuery query, bool plain)
    {
        // Checked first, so that an unknown process is a 404 and not a failing stream.
        await api.Client.GetAsync(id, http.RequestAborted).ConfigureAwait(false);
        IStreamFormat<LogLine> format = plain ? new TextLines() : new LogLineEvents();
        await using (format.ConfigureAwait(false))
        {
            using var answer = new StreamedAnswer<LogLine>(http, api, format);
            await answer.WriteAsync(token => api.Client.FollowLogAsync(id, query, token)).ConfigureAwait(false);
        }
    }

    private static async Task WriteTextAsync(HttpContext http, IReadOnlyList<LogLine> lines)
    {
        ApiOutput.Prepare(http.Response, StatusCodes.Status200OK, ApiOutput.TextType);
        if (HttpMethods.IsHead(http.Request.Method))
        {
            return;
        }

        PipeWriter body = http.Response.BodyWriter;
        foreach (var line in lines)
        {
            TextLines.WriteLine(body, line.Line);
            if (body.UnflushedBytes >= FlushSize)
            {
                await body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
            }
        }

        await body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }
}
