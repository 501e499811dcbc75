using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Fuzzing;

/// <summary>A backend that takes nothing but exactly one well-formed request from each connection, and remembers what was wrong with any other.</summary>
internal sealed partial class StrictBackend : IAsyncDisposable
{
    private readonly string basePath;
    private readonly ScriptedServer backend;
    private readonly List<Exchange> open = [];
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
        backend = new ScriptedServer(TakeAsync);
        Address = new Uri(backend.Address, basePath);
    }

    public Uri Address { get; }

    /// <summary>What should never have come.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    /// <summary>How many requests came that were meant for this backend.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>
    /// Ends when every connection on which anything has been sent by now has been read to its end, so that all faults are known. Connections that
    /// are kept for later and have carried nothing are not waited for.
    /// </summary>
    public async Task SettledAsync()
    {
        // Connections are taken in the order in which they were made: when this one has been served, no earlier one waits to be taken.
        await RawExchange.SendAsync(Address.Port, ReadOnlyMemory<byte>.Empty, isAll: true, TestContext.Current.CancellationToken);
        await Wait.Until(
            () =>
            {
                lock (open)
                {
                    return !open.Exists(exchange => exchange.HasHeard);
                }
            },
            "the backend has read every request to its end");
    }

    public ValueTask DisposeAsync() => backend.DisposeAsync();

    private async Task TakeAsync(Exchange exchange)
    {
        lock (open)
        {
            open.Add(exchange);
        }

        try
        {
            await exchange.HearAsync();
            await ReadAsync(exchange);
        }
        finally
        {
            lock (open)
            {
                open.Remove(exchange);
            }
        }
    }

    private async Task ReadAsync(Exchange exchange)
    {
        var head = await exchange.ReadHeadAsync();
        if (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            // The proxy gave the request up: its client had.
            return;
        }

        var lines = head[..^4].Split("\r\n");
        if (lines[0].Contains($" {basePath}", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref requests);
        }

        Judge(lines);
        var body = new RequestBody(exchange.Stream, exchange.Token);
        if (!await body.ReadToEndAsync(lines))
        {
            Faults.Enqueue($"{lines[0]}: its body has no clear end");
        }

        await exchange.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
        exchange.EndSending();
        if (await exchange.DrainAsync() > 0)
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
