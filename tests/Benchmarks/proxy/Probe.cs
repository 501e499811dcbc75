using System.Net;
using ProcessProxy.Benchmarks.Proxy.Loads;

namespace ProcessProxy.Benchmarks.Proxy;

/// <summary>Sees that what will be measured is the right answer.</summary>
internal static class Probe
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until the answer is a success of the right length.</summary>
    /// <returns>False when whoever should answer has ended.</returns>
    public static async Task<bool> UntilAnsweredAsync(Load load, int port, string path, Func<bool> isAlive, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
        });
        while (isAlive())
        {
            try
            {
                using var request = RequestOf(load, port, path);
                using var answer = await client.SendAsync(request, cancellationToken);
                var length = (await answer.Content.ReadAsByteArrayAsync(cancellationToken)).Length;
                if (answer.IsSuccessStatusCode && length == load.Size)
                {
                    return true;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(Pause, cancellationToken);
        }

        return false;
    }

    private static HttpRequestMessage RequestOf(Load load, int port, string path) => new(
        load.Body > 0 ? HttpMethod.Post : HttpMethod.Get,
        $"{(load.Generator.Secure ? "https" : "http")}://localhost:{port}{path}")
    {
        Version = load.Generator.Secure ? HttpVersion.Version20 : HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Content = load.Body > 0 ? new ByteArrayContent(new byte[load.Body]) : null,
    };
}
