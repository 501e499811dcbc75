using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Proxy.Forwarding.Upload;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>Creates the client that all routes share: it pools connections and adds nothing to requests.</summary>
internal static class BackendClient
{
    /// <summary>The time for establishing a connection to a backend, including TLS.</summary>
    /// <value>10 seconds: a machine that is busy starting something needs some for its first TLS handshake.</value>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private static readonly List<SslApplicationProtocol> Http2AndHttp1 = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];
    private static readonly List<SslApplicationProtocol> Http2Only = [SslApplicationProtocol.Http2];
    private static readonly List<SslApplicationProtocol> Http1Only = [SslApplicationProtocol.Http11];

    /// <summary>Creates the client, which the caller owns.</summary>
    /// <param name="outgoing">The limit on connections.</param>
    public static HttpMessageInvoker Create(OutgoingAllowance outgoing)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = ConnectTimeout,
            ConnectCallback = (context, token) => ConnectAsync(context, outgoing, token),

            // Byte for byte, like the listener: the two ends interpret header bytes beyond ASCII.
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        };
        return new HttpMessageInvoker(new BackendHandler(handler), disposeHandler: true);
    }

    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, OutgoingAllowance outgoing, CancellationToken cancellationToken)
    {
        var socket = await ConnectSocketAsync(context.DnsEndPoint, outgoing, cancellationToken).ConfigureAwait(false);
        return context.InitialRequestMessage switch
        {
            { RequestUri.Scheme: var scheme } when scheme == Uri.UriSchemeHttps =>
                await SecureAsync(new CountedStream(socket, outgoing), context, cancellationToken).ConfigureAwait(false),
            { Version.Major: < 2 } => new PlainConnection(socket, outgoing),
            _ => new CountedStream(socket, outgoing),
        };
    }

    private static async Task<Socket> ConnectSocketAsync(DnsEndPoint endPoint, OutgoingAllowance outgoing, CancellationToken cancellationToken)
    {
        await outgoing.TakeAsync(cancellationToken).ConfigureAwait(false);
        Socket? socket = null;
        try
        {
            socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket?.Dispose();
            outgoing.Return();
            throw;
        }
    }

    // The handler would check the certificate against the client's Host header; the name to trust is the target's.
    private static async Task<Stream> SecureAsync(Stream stream, SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var secure = new SecureConnection(stream);
        try
        {
            var host = context.DnsEndPoint.Host;
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = host,
                ApplicationProtocols = ProtocolsOf(context.InitialRequestMessage),
            };
            if (IsLoopback(host))
            {
                // Nobody is between us and ourselves, and development servers have self-signed certificates.
                options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
            }

            await secure.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static List<SslApplicationProtocol> ProtocolsOf(HttpRequestMessage request) => request switch
    {
        { Version.Major: < 2 } => Http1Only,
        { VersionPolicy: HttpVersionPolicy.RequestVersionOrLower } => Http2AndHttp1,
        _ => Http2Only,
    };

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
