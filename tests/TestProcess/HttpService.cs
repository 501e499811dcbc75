using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TestProcess;

/// <summary>
/// A small HTTP service on the port that PORT names. /health answers with the status that the file HEALTH_FILE holds (200
/// without one); everything else tells who answered and what was asked.
/// </summary>
internal static class HttpService
{
    public static async Task<int> RunAsync()
    {
        var listener = new TcpListener(IPAddress.Loopback, int.Parse(Environment.GetEnvironmentVariable("PORT")!));
        listener.Start();
        Console.WriteLine($"serving as {Environment.ProcessId}");
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync();
            _ = AnswerAsync(client);
        }
    }

    private static async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
                var request = await reader.ReadLineAsync();
                while (!string.IsNullOrEmpty(await reader.ReadLineAsync()))
                {
                }

                var path = request?.Split(' ').ElementAtOrDefault(1) ?? "";
                var status = path == "/health" ? HealthStatus() : 200;
                var body = $"pid={Environment.ProcessId} path={path}";
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 {status} Answer\r\nContent-Length: {body.Length}\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n{body}"));
            }
            catch (IOException)
            {
                // The client went away; that is its right.
            }
        }
    }

    private static int HealthStatus() =>
        Environment.GetEnvironmentVariable("HEALTH_FILE") is { } file && File.Exists(file) ? int.Parse(File.ReadAllText(file)) : 200;
}
