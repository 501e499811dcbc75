using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using ProcessProxy.Configuration;
using ProcessProxy.Platform;

namespace ProcessProxy.Health;

/// <summary>Requests one URL once. A probe never takes longer than its timeout, follows no redirect and reads little of the body.</summary>
internal sealed class HttpProbe : IDisposable
{
    private const int BodyLimit = 64 * 1024;
    private static readonly HttpRequestOptionsKey<CancellationToken> EndOfProbe = new("ProcessProxy.EndOfProbe");
    private const int KeptBody = 1024;
    private readonly HttpClient local = Client(isLocal: true);
    private readonly HttpClient remote = Client(isLocal: false);
    private readonly TimeProvider time;

    public HttpProbe(TimeProvider time) => this.time = time;

    private static HttpClient Client(bool isLocal)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            MaxResponseHeadersLength = 64,

            // Never kept: a pooled connection could belong to an earlier instance.
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = ConnectAsync,

            // The rest of a body is not awaited: the connection would outlive its probe, beside that of the next one.
            ResponseDrainTimeout = TimeSpan.Zero,
        };

        // For a program on this machine, a certificate proves nothing more than its port does.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, errors) => isLocal || errors == SslPolicyErrors.None;
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("ProcessProxy", "1.0"));
        return client;
    }

    /// <summary>Makes the request.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public async Task<HealthCheckResult> AskAsync(HealthCheckSpec spec, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(spec.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, spec.Url);
            request.Headers.ConnectionClose = true;
            request.Headers.Host = spec.Host;
            request.Options.Set(EndOfProbe, either.Token);
            using var response = await (spec.Url.IsLoopback ? local : remote).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            var body = await ReadBodyAsync(response, either.Token).ConfigureAwait(false);
            var status = (int)response.StatusCode;
            return Result(response.IsSuccessStatusCode, status, $"answered {status}{ReasonOf(response)}", body);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Timers may fire slightly early by this clock, and then it would look as if something else had ended the probe.
            var result = Result(false, null, $"no response within {spec.Timeout.TotalMilliseconds:0} ms");
            return result.Duration < spec.Timeout ? result with { Duration = spec.Timeout } : result;
        }
        catch (Exception fault) when (OpenFiles.RanOut(fault) || (IsNameUnknown(fault) && OpenFiles.AreScarce))
        {
            throw new ProbeNotMadeException(Innermost(fault).Message);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return Result(false, null, Innermost(fault).Message);
        }

        HealthCheckResult Result(bool ok, int? status, string detail, string? body = null) =>
            new(time.GetUtcNow(), ok, status, detail, time.GetElapsedTime(started)) { Body = body };
    }

    public void Dispose()
    {
        local.Dispose();
        remote.Dispose();
    }

    // By default, the handler continues to connect for an abandoned request: two probes would be in progress at once.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        context.InitialRequestMessage.Options.TryGetValue(EndOfProbe, out var end);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, either.Token).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Reads the body, and keeps its beginning if it may describe an error.</summary>
    private static async Task<string?> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var kept = new byte[response.IsSuccessStatusCode ? 0 : KeptBody];
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var total = 0;
            int read;
            while (total < BodyLimit && (read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (total < kept.Length)
                {
                    buffer.AsSpan(0, Math.Min(read, kept.Length - total)).CopyTo(kept.AsSpan(total));
                }

                total += read;
            }

            var length = Math.Min(total, kept.Length);
            return length == 0 ? null : Encoding.UTF8.GetString(kept, 0, length);
        }
    }

    private static string ReasonOf(HttpResponseMessage response) =>
        string.IsNullOrEmpty(response.ReasonPhrase) ? "" : $" {response.ReasonPhrase}";

    // Names are looked up in files; without a descriptor, no name can be resolved.
    private static bool IsNameUnknown(Exception fault) => fault is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError };

    private static Exception Innermost(Exception fault) => fault.InnerException is { } inner ? Innermost(inner) : fault;
}
