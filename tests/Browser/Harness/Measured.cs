using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace ProcessProxy.Browser.Harness;

/// <summary>
/// Answers of the API that take an hour, traffic or a fault of a certain kind to come about, in the shape the API has them. How the pages show
/// them is tested with these; that the server gives them is tested where it makes them.
/// </summary>
internal static class Measured
{
    public static async Task AnswerAsync(IPage page)
    {
        await page.RouteAsync("**/api/processes/*/resources", route => FulfillAsync(route, new { processId = "talker", interval = 20_000, samples = Hour() }));
        await page.RouteAsync("**/api/routes", route => FulfillAsync(route, Routes));
        await page.RouteAsync("**/api/processes/*/diagnosis", route => FulfillAsync(route, Diagnosis));
    }

    private static object[] Routes =>
    [
        new
        {
            domain = (string?)null, path = "/talk", type = "proxy", target = "http://localhost:8892", ssl = false, process = "talker",
            requests = 12_000, errors = 3, held = 2, refused = 1, active = 4, requestsPerSecond = 41.2, errorsPerSecond = 0.02,
            latency = new { p50 = 3.2, p90 = 18.7, p99 = 1240.0 },
        },
        new
        {
            domain = "files.example.org", path = "/", type = "static", target = "/srv/files", ssl = true, process = (string?)null,
            requests = 0, errors = 0, held = 0, refused = 0, active = 0, requestsPerSecond = 0.0, errorsPerSecond = 0.0, latency = (object?)null,
        },
    ];

    private static object Diagnosis => new
    {
        processId = "broken", at = Moment(0), cause = "exited", state = "failed", health = "unhealthy", since = Moment(60),
        summary = "It ended with code 3 right after its start: cannot open /var/cache/thumbs.",
        details = new[] { "It has ended 4 times in a row.", "Nobody asked it to." },
        exits = new[]
        {
            new { at = Moment(60), code = 3, signal = (string?)null, description = "ended with code 3", reason = "nobody asked it to", lastLines = new[] { "\u001b[31mcannot open\u001b[0m <b>/var/cache/thumbs</b>" } },
        },
        port = new { number = 8893, owner = new { pid = 811, command = "node old-server.js", processId = (string?)null } },
        blockedBy = new[] { new { id = "sleeper", state = "stopped", health = "none", reason = "stopped by an operator" } },
        probe = new { url = "http://localhost:8893/health", at = Moment(30), status = 500, detail = "500 Internal Server Error", body = "{\"db\":\"down\"}", failures = 2, retries = 3 },
        nextAttemptAt = Moment(-600), attemptsLeft = 6,
        decidedBy = new { key = "processes.broken.maxRestarts", value = "6", file = "/srv/config/processes.yaml", line = 12 },
    };

    private static object[] Hour() =>
    [
        .. Enumerable.Range(0, 175).Select(number => new
        {
            at = Moment((175 - number) * 20),
            cpu = 0.3 + (0.15 * Math.Sin(number / 9.0)) + (0.08 * Math.Sin(number / 2.3)),
            memory = (long)((180 + (20 * Math.Sin(number / 30.0)) + (number * 0.2)) * 1024 * 1024),
        }),
    ];

    private static string Moment(int secondsAgo) =>
        TimeProvider.System.GetUtcNow().AddSeconds(-secondsAgo).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static Task FulfillAsync(IRoute route, object data) => route.FulfillAsync(new RouteFulfillOptions
    {
        ContentType = "application/json",
        Body = JsonSerializer.Serialize(new { success = true, data, timestamp = Moment(0) }),
    });
}
