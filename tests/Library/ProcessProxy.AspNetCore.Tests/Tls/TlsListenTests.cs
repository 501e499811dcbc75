using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Tests.Proxy;
using ProcessProxy.AspNetCore.Tls;
using ProcessProxy.AspNetCore.Tls.Acme;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Tls;

/// <summary>Handshakes with a real listener.</summary>
public sealed class TlsListenTests : IAsyncLifetime
{
    private const int Timeout = 30_000;

    private readonly TlsFolder folder = new();
    private readonly ServerCertificates certificates = new(new RecordedLog(), TimeProvider.System, () => 0.5);
    private LiveBackend server = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await LiveBackend.StartAsync(
        context => context.Response.WriteAsync(context.Request.Protocol, Cancelled), listen => listen.UseCertificates(certificates, TimeProvider.System));

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await certificates.DisposeAsync();
        folder.Dispose();
    }

    [Theory(Timeout = Timeout)]
    [InlineData("a.example", SslProtocols.Tls12, "CN=a.example")]
    [InlineData("a.example", SslProtocols.Tls13, "CN=a.example")]
    [InlineData("b.example", SslProtocols.Tls13, "CN=b.example")]
    [InlineData("x.b.example", SslProtocols.Tls13, "CN=b.example")]
    [InlineData("unknown.example", SslProtocols.Tls13, "CN=a.example")]
    [InlineData("", SslProtocols.Tls13, "CN=a.example")]
    public async Task Each_name_is_shown_its_own_certificate_and_any_other_the_first(string name, SslProtocols version, string expected)
    {
        UseTwo();
        Assert.Equal(expected, await SubjectAsync(new() { TargetHost = name, EnabledSslProtocols = version }));
        Assert.Equal(SslProtocols.Tls12 | SslProtocols.Tls13, certificates.For(name)!.EnabledSslProtocols);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    public async Task Who_speaks_plain_HTTP_is_told_what_is_spoken_here(string request)
    {
        UseTwo();
        using var socket = await ConnectAsync();
        await socket.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(request), Cancelled);
        using var reader = new StreamReader(socket.GetStream());
        var answer = await reader.ReadToEndAsync(Cancelled);
        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", answer);
        var (head, body) = (answer.Split("\r\n\r\n")[0], answer.Split("\r\n\r\n")[1]);
        Assert.Equal("This port uses HTTPS. Use https:// instead.", body);
        Assert.Contains($"Content-Length: {body.Length}", head);
    }

    [Fact(Timeout = Timeout)]
    public async Task Where_there_is_nothing_to_show_the_client_is_told_so_by_an_alert()
    {
        var hello = await ClientHelloTests.HelloAsync();
        using var socket = await ConnectAsync();
        await socket.GetStream().WriteAsync(hello, Cancelled);
        var answer = new byte[100];
        var read = await socket.GetStream().ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, Cancelled);
        Assert.Equal([21, 3, 3, 0, 2, 2, 112], answer[..read]);
    }

    [Fact(Timeout = Timeout)]
    public async Task An_authority_that_looks_for_a_proof_sees_it_and_nobody_else_does()
    {
        UseTwo();
        var authority = new SslClientAuthenticationOptions { TargetHost = "a.example", ApplicationProtocols = [new("acme-tls/1")] };
        var visitor = new SslClientAuthenticationOptions { TargetHost = "a.example", ApplicationProtocols = [SslApplicationProtocol.Http2] };
        using (certificates.Challenges.Show(new(ChallengeKind.TlsAlpn, "a.example", "token", "token.thumbprint")))
        {
            Assert.Equal("CN=ACME challenge", await SubjectAsync(authority, "acme-tls/1"));
            Assert.Equal("CN=a.example", await SubjectAsync(visitor, "h2"));
            authority.TargetHost = "b.example";
            await Assert.ThrowsAnyAsync<Exception>(() => SubjectAsync(authority));
        }

        authority.TargetHost = "a.example";
        await Assert.ThrowsAnyAsync<Exception>(() => SubjectAsync(authority));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_hello_that_comes_in_pieces_while_a_proof_is_looked_for_is_put_together()
    {
        UseTwo();
        using var shown = certificates.Challenges.Show(new(ChallengeKind.TlsAlpn, "a.example", "token", "token.thumbprint"));
        using var socket = await ConnectAsync();
        socket.NoDelay = true;
        await using var pieces = new Pieces(socket.GetStream());
        await using var secure = new SslStream(pieces, false, (_, _, _, _) => true);
        await secure.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "a.example", ApplicationProtocols = [new("acme-tls/1")] }, Cancelled);
        Assert.Equal("CN=ACME challenge", secure.RemoteCertificate!.Subject);
    }

    [Fact(Timeout = Timeout)]
    public async Task Requests_go_on_as_usual_while_a_proof_is_looked_for()
    {
        UseTwo();
        using var shown = certificates.Challenges.Show(new(ChallengeKind.TlsAlpn, "a.example", "token", "token.thumbprint"));
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } })
        {
            DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        Assert.Equal("HTTP/2", await client.GetStringAsync($"https://127.0.0.1:{server.Address.Port}/", Cancelled));
    }

    private void UseTwo()
    {
        var now = TimeProvider.System.GetUtcNow();
        var spec = new TlsSpec
        {
            Folder = folder.Path,
            Certificates =
            [
                folder.Write("a", MadeCertificate.For(now.AddDays(-1), now.AddDays(9), "a.example"), "a.example"),
                folder.Write("b", MadeCertificate.For(now.AddDays(-1), now.AddDays(9), "b.example", "*.b.example"), "b.example", "*.b.example"),
            ],
        };
        certificates.Use(spec, []);
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port, Cancelled);
        return socket;
    }

    private async Task<string> SubjectAsync(SslClientAuthenticationOptions options, string? protocol = null)
    {
        using var socket = await ConnectAsync();
        await using var secure = new SslStream(socket.GetStream(), false, (_, _, _, _) => true);
        await secure.AuthenticateAsClientAsync(options, Cancelled);
        Assert.Equal(protocol ?? "", secure.NegotiatedApplicationProtocol.ToString());
        return X509CertificateLoader.LoadCertificate(secure.RemoteCertificate!.GetRawCertData()).Subject;
    }

    /// <summary>Sends byte by byte.</summary>
    private sealed class Pieces(NetworkStream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            for (var index = offset; index < offset + count; index++)
            {
                inner.WriteByte(buffer[index]);
            }
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            for (var index = 0; index < buffer.Length; index++)
            {
                await inner.WriteAsync(buffer.Slice(index, 1), cancellationToken);
            }
        }
    }
}
