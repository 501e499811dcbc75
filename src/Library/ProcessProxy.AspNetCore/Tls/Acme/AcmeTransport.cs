using System.Collections.Concurrent;
using System.Net.Http.Headers;

namespace ProcessProxy.AspNetCore.Tls.Acme;

/// <summary>Sends requests to an authority: nonces, signatures, time limits.</summary>
/// <param name="http">A client from <see cref="AcmeHttp"/>.</param>
/// <param name="clock">The clock.</param>
internal sealed class AcmeTransport(HttpClient http, TimeProvider clock)
{
    /// <summary>The time limit of a response.</summary>
    /// <value>30 seconds.</value>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    // Pebble rejects one in twenty on purpose, and a busy authority may forget older ones.
    private const int Attempts = 10;
    private const int NoncesKept = 16;

    private readonly ConcurrentQueue<string> nonces = [];

    /// <summary>Reads a public resource.</summary>
    /// <exception cref="AcmeException">There is no response, or a refusal.</exception>
    public async Task<AcmeAnswer> GetAsync(Uri url, CancellationToken cancellationToken)
    {
        var (answer, problem) = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, url), cancellationToken).ConfigureAwait(false);
        return problem is null ? answer : throw problem.Exception;
    }

    /// <summary>Sends a signed request, and again with another nonce if the authority rejects the nonce.</summary>
    /// <exception cref="AcmeException">There is no response, or a refusal.</exception>
    public async Task<AcmeAnswer> PostAsync(
        Uri newNonce, AccountKey key, Uri? account, Uri url, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var nonce = await NonceAsync(newNonce, cancellationToken).ConfigureAwait(false);
            var body = Jws.Sign(key, account, nonce, url, payload.Span);
            var (answer, problem) = await SendAsync(() => Post(url, body), cancellationToken).ConfigureAwait(false);
            if (problem is null)
            {
                return answer;
            }

            if (!problem.IsBadNonce || attempt == Attempts)
            {
                throw problem.Exception;
            }
        }
    }

    private static HttpRequestMessage Post(Uri url, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/jose+json");
        return new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
    }

    private async Task<string> NonceAsync(Uri newNonce, CancellationToken cancellationToken)
    {
        if (nonces.TryDequeue(out var kept))
        {
            return kept;
        }

        var (_, problem) = await SendAsync(() => new HttpRequestMessage(HttpMethod.Head, newNonce), cancellationToken).ConfigureAwait(false);
        return problem is not null ? throw problem.Exception
            : nonces.TryDequeue(out var nonce) ? nonce
            : throw new AcmeException(AcmeFailure.Unreachable, $"{newNonce} returned no nonce.");
    }

    private async Task<(AcmeAnswer Answer, Problem? Problem)> SendAsync(Func<HttpRequestMessage> compose, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(CallTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = compose();
        var url = request.RequestUri!;
        try
        {
            using var response = await http.SendAsync(request, either.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            if (response.Headers.TryGetValues("Replay-Nonce", out var given) && nonces.Count < NoncesKept)
            {
                nonces.Enqueue(given.First());
            }

            var answer = new AcmeAnswer(url, body, response.Headers.Location, RetryAfter(response.Headers.RetryAfter));
            if (response.IsSuccessStatusCode)
            {
                return (answer, null);
            }

            var problem = AcmeProblems.Parse(body);
            return (answer, new(AcmeProblems.Of(url, response.StatusCode, problem, answer.RetryAfter), AcmeProblems.IsBadNonce(problem)));
        }
        catch (HttpRequestException failed)
        {
            throw new AcmeException(AcmeFailure.Unreachable, $"{url} cannot be reached: {(failed.InnerException ?? failed).Message}", null, failed);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AcmeException(AcmeFailure.Unreachable, $"{url} did not respond within {CallTimeout.TotalSeconds:0} seconds.");
        }
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date - clock.GetUtcNow());
        return wait > TimeSpan.Zero ? wait : null;
    }

    private sealed record Problem(AcmeException Exception, bool IsBadNonce);
}
