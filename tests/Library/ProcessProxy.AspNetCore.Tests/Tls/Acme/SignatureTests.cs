using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using ProcessProxy.AspNetCore.Tls.Acme;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Tls.Acme;

/// <summary>Keys and signatures, checked by nothing but the standard they follow.</summary>
public sealed class SignatureTests
{
    private static readonly Uri Url = new("https://acme.example/new?a=1");

    [Fact]
    public void A_request_before_there_is_an_account_carries_the_key_that_signed_it()
    {
        using var key = AccountKey.Create();
        var (header, payload) = Verified(Jws.Sign(key, null, "nonce-1", Url, "{\"a\":1}"u8), key.Jwk);
        Assert.Equal("ES256", header.GetProperty("alg").GetString());
        Assert.Equal("nonce-1", header.GetProperty("nonce").GetString());
        Assert.Equal(Url.OriginalString, header.GetProperty("url").GetString());
        Assert.Equal(key.Jwk, header.GetProperty("jwk").GetRawText());
        Assert.False(header.TryGetProperty("kid", out _));
        Assert.Equal("{\"a\":1}", payload);
    }

    [Fact]
    public void A_request_of_an_account_names_it_and_reading_has_an_empty_payload()
    {
        using var key = AccountKey.Create();
        var (header, payload) = Verified(Jws.Sign(key, new Uri("https://acme.example/account/1"), "n", Url, []), key.Jwk);
        Assert.Equal("https://acme.example/account/1", header.GetProperty("kid").GetString());
        Assert.False(header.TryGetProperty("jwk", out _));
        Assert.Equal("", payload);
    }

    [Fact]
    public void A_key_that_was_kept_is_the_same_key()
    {
        using var key = AccountKey.Create();
        using var again = AccountKey.FromPem(key.ToPem());
        Assert.Equal(key.Thumbprint, again.Thumbprint);
        Assert.Equal(key.KeyAuthorization("token"), $"token.{again.Thumbprint}");
        Verified(Jws.Sign(again, null, "n", Url, []), key.Jwk);
    }

    [Fact]
    public void A_thumbprint_is_the_hash_of_the_required_members_in_order()
    {
        using var key = AccountKey.Create();
        using var jwk = JsonDocument.Parse(key.Jwk);
        Assert.Equal(["crv", "kty", "x", "y"], jwk.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.DoesNotContain(' ', key.Jwk);
        Assert.Equal(Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(key.Jwk))), key.Thumbprint);
    }

    [Fact]
    public void A_key_of_another_kind_is_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Throws<CryptographicException>(() => AccountKey.FromPem(other.ExportPkcs8PrivateKeyPem()));
    }

    [Fact]
    public void The_certificate_of_a_challenge_has_the_critical_extension_with_the_hash_and_the_name_alone()
    {
        using var certificate = ChallengeCertificate.Create("a.example", "token.thumbprint", TimeProvider.System.GetUtcNow());
        var extension = certificate.Extensions.Single(one => one.Oid!.Value == "1.3.6.1.5.5.7.1.31");
        Assert.True(extension.Critical);
        Assert.Equal([0x04, 0x20, .. SHA256.HashData("token.thumbprint"u8)], extension.RawData);
        Assert.Equal(["a.example"], certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames());
    }

    private static (JsonElement Header, string Payload) Verified(byte[] jws, string jwk)
    {
        var message = JsonDocument.Parse(jws).RootElement;
        var (header, payload) = (message.GetProperty("protected").GetString()!, message.GetProperty("payload").GetString()!);
        var point = JsonDocument.Parse(jwk).RootElement;
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = Base64Url.DecodeFromChars(point.GetProperty("x").GetString()), Y = Base64Url.DecodeFromChars(point.GetProperty("y").GetString()),
            },
        });
        var signature = Base64Url.DecodeFromChars(message.GetProperty("signature").GetString());
        Assert.Equal(64, signature.Length);
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{header}.{payload}"), signature, HashAlgorithmName.SHA256));
        return (JsonDocument.Parse(Base64Url.DecodeFromChars(header)).RootElement, Encoding.UTF8.GetString(Base64Url.DecodeFromChars(payload)));
    }
}
