using System.Buffers;
using System.Net.Security;
using ProcessProxy.AspNetCore.Tls;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Tls;

/// <summary>The hello of a real client, whole, in parts and damaged.</summary>
public sealed class ClientHelloTests
{
    private const int Timeout = 30_000;

    [Theory(Timeout = Timeout)]
    [InlineData(true, "acme-tls/1")]
    [InlineData(true, "h2", "acme-tls/1")]
    [InlineData(false, "h2", "http/1.1")]
    [InlineData(false, "acme-tls/11")]
    [InlineData(false)]
    public async Task It_tells_which_protocols_are_offered(bool expected, params string[] protocols)
    {
        var hello = await HelloAsync(protocols);
        Assert.Equal(expected, Offers(hello));
    }

    [Fact(Timeout = Timeout)]
    public async Task What_is_cut_short_is_waited_for()
    {
        var hello = await HelloAsync("acme-tls/1");
        Assert.All(Enumerable.Range(0, hello.Length), length => Assert.Null(Offers(hello[..length])));
    }

    [Fact(Timeout = Timeout)]
    public async Task What_is_damaged_throws_nothing()
    {
        var hello = await HelloAsync("acme-tls/1");
        var dice = new Random(1);
        for (var round = 0; round < 5000; round++)
        {
            var damaged = (byte[])hello.Clone();
            damaged[dice.Next(5, damaged.Length)] = (byte)dice.Next(256);
            Assert.NotNull(Offers(damaged));
        }
    }

    [Fact]
    public void What_is_no_TLS_is_not_waited_for() => Assert.False(Offers("GET / HTTP/1.1\r\n"u8.ToArray()));

    private static bool? Offers(byte[] data) => ClientHello.Offers(new ReadOnlySequence<byte>(data), "acme-tls/1"u8);

    /// <summary>The first message of a client.</summary>
    internal static async Task<byte[]> HelloAsync(params string[] protocols)
    {
        var written = new MemoryStream();
        await using var client = new SslStream(new Sink(written));
        var options = new SslClientAuthenticationOptions { TargetHost = "a.example" };
        if (protocols.Length > 0)
        {
            options.ApplicationProtocols = [.. protocols.Select(protocol => new SslApplicationProtocol(protocol))];
        }

        await Assert.ThrowsAnyAsync<IOException>(() => client.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken));
        return written.ToArray();
    }

    /// <summary>Keeps what is written, and has nothing to read.</summary>
    private sealed class Sink(MemoryStream written) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
            // Nothing is held back.
        }

        public override int Read(byte[] buffer, int offset, int count) => 0;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(0);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => written.Write(buffer, offset, count);
    }
}
