using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using ProcessProxy.AspNetCore.Tls.Acme;

namespace ProcessProxy.AspNetCore.Tls;

/// <summary>Secures the connections of a listener.</summary>
internal static class TlsListenExtensions
{
    private static readonly TimeSpan HelloTimeout = TimeSpan.FromSeconds(10);
    private static readonly byte[] ChallengeProtocol = Encoding.ASCII.GetBytes(ChallengeCertificate.Protocol);
    private const string UseHttps = "This port uses HTTPS. Use https:// instead.";
    private static readonly byte[] SpeaksHttps = Encoding.ASCII.GetBytes(
        $"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {UseHttps.Length}\r\nConnection: close\r\n\r\n{UseHttps}");

    private static readonly object AsksForChallenge = new();

    // A fatal alert, 112: a name that is not served here (RFC 6066, 3). It precedes any encryption.
    private static readonly byte[] UnrecognizedName = [21, 3, 3, 0, 2, 2, 112];

    /// <summary>Shows each client the certificate for the name it requests.</summary>
    public static void UseCertificates(this ListenOptions options, ServerCertificates certificates, TimeProvider clock)
    {
        options.Use(next => connection => PeekAsync(next, connection, certificates.Challenges, clock));
        options.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = context => ChooseAsync(context, certificates) });
    }

    /// <summary>
    /// Checks the beginning of a connection. Plain HTTP gets an explanation. And while an authority may connect to validate a domain, this checks whether it is
    /// the client: it gets another certificate than everybody else, and TLS does not report to certificate selectors what identifies it.
    /// </summary>
    private static async Task PeekAsync(ConnectionDelegate next, ConnectionContext connection, ChallengeResponses challenges, TimeProvider clock)
    {
        var input = connection.Transport.Input;
        using var timeout = new CancellationTokenSource(HelloTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, connection.ConnectionClosed);
        try
        {
            while (true)
            {
                var result = await input.ReadAsync(either.Token).ConfigureAwait(false);
                if (IsPlain(result.Buffer))
                {
                    input.AdvanceTo(result.Buffer.End);
                    await connection.Transport.Output.WriteAsync(SpeaksHttps, either.Token).ConfigureAwait(false);
                    return;
                }

                var offers = challenges.Any ? ClientHello.Offers(result.Buffer, ChallengeProtocol) : result.Buffer.IsEmpty ? null : false;
                if (offers is null && !result.IsCompleted)
                {
                    input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                    continue;
                }

                connection.Items[AsksForChallenge] = offers == true;
                input.AdvanceTo(result.Buffer.Start, result.Buffer.Start);
                break;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client sent nothing in time, or disconnected.
            connection.Abort();
            return;
        }

        await next(connection).ConfigureAwait(false);
    }

    // The name of a method; TLS begins with the number of a record.
    private static bool IsPlain(in ReadOnlySequence<byte> received) => !received.IsEmpty && received.FirstSpan[0] is >= (byte)'A' and <= (byte)'Z';

    private static ValueTask<SslServerAuthenticationOptions> ChooseAsync(TlsHandshakeCallbackContext context, ServerCertificates certificates)
    {
        var name = context.ClientHelloInfo.ServerName;
        var isChallenge = context.Connection.Items.TryGetValue(AsksForChallenge, out var asks) && asks is true;
        var options = isChallenge ? certificates.Challenges.Certificate(name) : certificates.For(name);
        return options is not null ? ValueTask.FromResult(options) : RefuseAsync(context.Connection.Transport.Output, name);
    }

    private static async ValueTask<SslServerAuthenticationOptions> RefuseAsync(PipeWriter output, string name)
    {
        await output.WriteAsync(UnrecognizedName).ConfigureAwait(false);
        throw new AuthenticationException($"There is no certificate for '{name}'.");
    }
}
