using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace ProcessProxy;

/// <summary>The connection over which an <see cref="HttpProcessClient"/> sends its calls.</summary>
internal sealed class HttpProcessConnection : IDisposable
{
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    /// <value>3 times that a call is sent again when a server says that it shall be.</value>
    private const int MostAgain = 3;

    private readonly HttpClient http;
    private readonly AuthenticationHeaderValue? authorization;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource disposal = new();
    private int disposed;

    public HttpProcessConnection(Uri baseAddress, string? apiKey, HttpMessageHandler? handler, TimeProvider time, string? socket = null)
    {
        ArgumentNullException.ThrowIfNull(baseAddress);
        if (!baseAddress.IsAbsoluteUri || baseAddress.Scheme is not ("http" or "https")
            || baseAddress.Query.Length + baseAddress.Fragment.Length > 0)
        {
            throw new ArgumentException($"'{baseAddress}' is not an http or https address.", nameof(baseAddress));
        }

        if (apiKey is not null && apiKey.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new ArgumentException("The API key contains characters that are not allowed in a header.", nameof(apiKey));
        }

        this.time = time;
        authorization = string.IsNullOrEmpty(apiKey) ? null : new AuthenticationHeaderValue("Bearer", apiKey);
        BaseAddress = new Uri(baseAddress.AbsoluteUri.TrimEnd('/') + "/");
        Server = socket ?? BaseAddress.ToString();
        http = new HttpClient(handler ?? CreateHandler(baseAddress, socket), disposeHandler: handler is null)
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public Uri BaseAddress { get; }

    /// <summary>Gets the address of the server, for display.</summary>
    public string Server { get; }

    /// <summary>Starts a call; every failure in it becomes an exception of <see cref="IProcessClient"/>.</summary>
    public HttpProcessCall Begin(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(disposed != 0, typeof(HttpProcessClient));
        return new HttpProcessCall(this, time, disposal.Token, cancellationToken);
    }

    /// <summary>GETs <paramref name="path"/>; the response must begin within <see cref="AnswerTimeout"/>.</summary>
    public async Task<T> AskAsync<T>(
        string path, JsonTypeInfo<ApiResponse<T>> type, CancellationToken cancellationToken, SizeBound? size = null)
    {
        using var call = Begin(cancellationToken);
        return await call.SendAsync(HttpMethod.Get, path, type, AnswerTimeout, size ?? SizeBound.Answer).ConfigureAwait(false);
    }

    /// <summary>POSTs to <paramref name="path"/> and waits as long as the command takes.</summary>
    public async Task<T> CommandAsync<T>(string path, JsonTypeInfo<ApiResponse<T>> type, CancellationToken cancellationToken)
    {
        using var call = Begin(cancellationToken);
        return await call.SendAsync(HttpMethod.Post, path, type, Timeout.InfiniteTimeSpan, SizeBound.Answer).ConfigureAwait(false);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string accept, string? after, CancellationToken token)
    {
        for (var again = MostAgain; ; again--)
        {
            var response = await SendOnceAsync(method, path, accept, after, token).ConfigureAwait(false);
            if (again == 0 || response.StatusCode != HttpStatusCode.ServiceUnavailable || response.Headers.RetryAfter?.Delta != TimeSpan.Zero)
            {
                return response;
            }

            // Another server takes over. It accepts the next connection.
            response.Dispose();
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpMethod method, string path, string accept, string? after, CancellationToken token)
    {
        using var request = new HttpRequestMessage(method, new Uri(BaseAddress, path.TrimStart('/')));
        request.Headers.Authorization = authorization;
        request.Headers.Accept.ParseAdd(accept);
        if (!string.IsNullOrEmpty(after))
        {
            // Valid IDs stay as they are; others become a value that is valid in a header and is not a valid ID either.
            request.Headers.Add("Last-Event-ID", Uri.EscapeDataString(after));
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        disposal.Cancel();
        http.Dispose();
        disposal.Dispose();
    }

    private static SocketsHttpHandler CreateHandler(Uri baseAddress, string? socket) => new()
    {
        ConnectTimeout = ConnectTimeout,
        ConnectCallback = socket is null ? null : new SocketConnector(socket).ConnectAsync,
        AllowAutoRedirect = false, // The key is sent only to the named server.
        UseProxy = !baseAddress.IsLoopback,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // The address of a name may change.
        ResponseDrainTimeout = TimeSpan.Zero, // There is no need to wait for the end of an abandoned stream: the server notices immediately.
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    };
}
