using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Proxy.Forwarding.Upload;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>Makes the one client that all routes share: it pools connections and adds nothing to what is sent.</summary>
internal static class BackendClient
{
    /// <summary>How long a connection to a backend may take to be made, TLS included.</summary>
    /// <value>10 seconds: a machine that is busy starting something takes some for its first TLS handshake.</value>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private static readonly List<SslApplicationProtocol> Http2AndHttp1 = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];
    private static readonly List<SslApplicationProtocol> Http2Only = [SslApplicationProtocol.Http2];
    private static readonly List<SslApplicationProtocol> Http1Only = [SslApplicationProtocol.Http11];

    /// <summary>Makes it. The caller owns it.</summary>
    /// <param name="outgoing">How many connections there may be.</param>
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

            // Byte for byte, like the listener: what is beyond ASCII in a header is for the two ends to understand.
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

    // The handler would check the certificate against the Host header, which is the client's; the name to trust is the target's.
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
                // Nobody stands between us and ourselves, and development servers sign their own.
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
