using System.Globalization;

namespace ProcessProxy.Benchmarks.Proxy.Loads;

/// <summary>HTTP/1.1 by wrk, one request at a time on each connection.</summary>
internal sealed class Wrk : ILoadGenerator
{
    private const string Report = """
        done = function(summary, latency, requests)
          local e = summary.errors
          io.write(string.format("FIGURES %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
            latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
        end

        """;

    public string Program => "wrk";

    public string Package => "wrk";

    public bool Secure => false;

    public async Task<LoadFigures> RunAsync(string folder, int port, string path, int body, int connections, int seconds)
    {
        var script = Path.Combine(folder, "wrk.lua");
        await File.WriteAllTextAsync(script, body == 0 ? Report : Report + $"""
            wrk.method = "POST"
            wrk.body = string.rep("x", {body})
            wrk.headers["Content-Type"] = "text/plain"
            """);
        var output = await Tool.RunAsync(
            Program, ["-t1", $"-c{connections}", $"-d{seconds}s", "-s", script, $"http://127.0.0.1:{port}{path}"], folder, seconds);
        var line = output.Split('\n').FirstOrDefault(line => line.StartsWith("FIGURES ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"wrk says: {output}");
        long[] figures = [.. line.Split(' ').Skip(1).Select(text => long.Parse(text, CultureInfo.InvariantCulture))];
        return figures[4] == 0
            ? new LoadFigures(figures[0], figures[1] / 1e6, figures[2] / 1e3, figures[3] / 1e3)
            : throw new InvalidOperationException($"{figures[4]} of {figures[0]} requests for {path} at port {port} failed:\n{output}");
    }
}
