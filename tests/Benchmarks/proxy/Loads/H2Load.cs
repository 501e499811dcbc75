using System.Globalization;
using ProcessProxy.Benchmarks.Measuring;

namespace ProcessProxy.Benchmarks.Proxy.Loads;

/// <summary>HTTP/2 over TLS by h2load, eight requests at a time on each connection.</summary>
internal sealed class H2Load : ILoadGenerator
{
    private const int Streams = 8;

    public string Program => "h2load";

    public string Package => "nghttp2-client";

    public bool Secure => true;

    public async Task<LoadFigures> RunAsync(string folder, int port, string path, int body, int connections, int seconds)
    {
        // Percentiles it does not print; its log has a line for each request.
        var log = Path.Combine(folder, "h2load.log");
        File.Delete(log);
        var output = await Tool.RunAsync(
            Program,
            [
                "-t1", $"-c{connections / Streams}", $"-m{Streams}", $"-D{seconds}", $"--log-file={log}", $"--connect-to=127.0.0.1:{port}",
                $"https://localhost:{port}{path}",
            ],
            folder,
            seconds);
        if (!output.Contains("Application protocol: h2\n", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"No HTTP/2 at port {port}:\n{output}");
        }

        var latencies = new Samples();
        long requests = 0;
        foreach (var line in File.ReadLines(log))
        {
            if (line.Split('\t') is not [_, "200", var microseconds])
            {
                throw new InvalidOperationException($"A request for {path} at port {port} failed: {line}\n{output}");
            }

            latencies.Add(double.Parse(microseconds, CultureInfo.InvariantCulture) / 1e3);
            requests++;
        }

        return new LoadFigures(requests, seconds, latencies.Median!.Value, latencies.P99!.Value);
    }
}
