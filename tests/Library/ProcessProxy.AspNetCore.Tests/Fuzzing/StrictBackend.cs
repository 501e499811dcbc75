using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace ProcessProxy.AspNetCore.Tests.Fuzzing;

/// <summary>A backend that takes nothing but exactly one well-formed request from each connection, and remembers what was wrong with any other.</summary>
internal sealed partial class StrictBackend : IAsyncDisposable
{
    private const int LongestHead = 64 * 1024;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly string basePath;
    private readonly Task accepting;
    private int requests;

    /// <summary>
    /// One with a path of its own: ports are given again, so that another test may still be talking to a backend that was here before.
    /// </summary>
    public StrictBackend()
        : this($"/{Guid.NewGuid():N}")
    {
    }

    public StrictBackend(string basePath)
    {
        this.basePath = basePath;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}{basePath}");
        accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>What should never have come.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    /// <summary>How many requests came that were meant for this backend.</summary>
    public int Requests => Volatile.Read(ref requests);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        listener.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
                connections.RemoveAll(connection => connection.IsCompletedSuccessfully);
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await TakeAsync(client.GetStream());
            }
            catch (Exception broken) when (broken is IOException or OperationCanceledException)
            {
                // The proxy gave the request up: its client had.
            }
        }
    }

    private async Task TakeAsync(NetworkStream stream)
    {
        var buffered = new byte[LongestHead];
        var (length, head) = (0, -1);
        while ((head = buffered.AsSpan(0, length).IndexOf("\r\n\r\n"u8)) < 0)
        {
            var read = await stream.ReadAsync(buffered.AsMemory(length), stop.Token);
            if (read == 0)
            {
                return;
            }

            length += read;
        }

        var lines = Encoding.Latin1.GetString(buffered, 0, head).Split("\r\n");
        if (lines[0].Contains($" {basePath}", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref requests);
        }

        Judge(lines);
        var body = new RequestBody(stream, buffered[(head + 4)..length], stop.Token);
        if (!await body.ReadToEndAsync(lines))
        {
            Faults.Enqueue($"{lines[0]}: its body has no clear end");
        }

        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"u8.ToArray(), stop.Token);
        stream.Socket.Shutdown(SocketShutdown.Send);
        if (await body.ReadRestAsync() > 0)
        {
            Faults.Enqueue($"{lines[0]}: there are bytes after its end");
        }
    }

    private void Judge(string[] lines)
    {
        var target = RequestLine().Match(lines[0]).Groups["target"].Value;
        var path = target.Split('?')[0];
        var decoded = Uri.UnescapeDataString(path).Split('/', '\\').Select(segment => segment.Split(';')[0]);
        var headers = lines[1..];
        var names = headers.Select(header => header.Split(':')[0].Replace('_', '-').ToLowerInvariant()).ToList();
        string? fault =
            target.Length == 0 ? "its request line is not one"
            : path != basePath && !path.StartsWith(basePath + "/", StringComparison.Ordinal) ? "it is outside the base path"
            : decoded.Contains("..") ? "it climbs"
            : target.Contains('#', StringComparison.Ordinal) || path.Contains('\\', StringComparison.Ordinal) ? "it holds what no address has"
            : headers.Any(header => !Header().IsMatch(header)) ? "one of its headers is not one"
            : names.Count(name => name == "host") != 1 ? "it has not one host"
            : names.Count(name => name == "content-length") + names.Count(name => name == "transfer-encoding") > 1 ? "its length is said twice"
            : headers.Count(header => header == "X-Forwarded-For: 127.0.0.1") != 1 || names.Count(name => name.StartsWith("x-forwarded-for", StringComparison.Ordinal)) != 1 ? "it does not say where it comes from"
            : null;
        if (fault is not null)
        {
            Faults.Enqueue($"{fault}: {string.Join("\n", lines)}");
        }
    }

    [GeneratedRegex("^[!-~]+ (?<target>/[!-~]*) HTTP/1\\.1$")]
    private static partial Regex RequestLine();

    [GeneratedRegex("^[!#$%&'*+.^_`|~0-9A-Za-z-]+: [^\\x00\\x0a\\x0d]*$")]
    private static partial Regex Header();
}
