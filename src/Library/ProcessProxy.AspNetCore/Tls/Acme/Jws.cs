using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace ProcessProxy.AspNetCore.Tls.Acme;

/// <summary>Signed requests: JSON Web Signatures in the form that authorities require (RFC 8555, 6.2).</summary>
internal static class Jws
{
    /// <summary>Signs a request.</summary>
    /// <param name="key">The key of the account.</param>
    /// <param name="account">The URL of the account; null before there is one, and then the key itself is sent.</param>
    /// <param name="nonce">An unused nonce of the authority.</param>
    /// <param name="url">The URL of the request.</param>
    /// <param name="payload">The request; empty to read.</param>
    public static byte[] Sign(AccountKey key, Uri? account, string nonce, Uri url, ReadOnlySpan<byte> payload)
    {
        var header = Base64Url.EncodeToString(Header(key, account, nonce, url));
        var body = Base64Url.EncodeToString(payload);
        var signature = Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes($"{header}.{body}")));
        return Encoding.ASCII.GetBytes($$"""{"protected":"{{header}}","payload":"{{body}}","signature":"{{signature}}"}""");
    }

    private static ReadOnlySpan<byte> Header(AccountKey key, Uri? account, string nonce, Uri url)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("alg", "ES256");
            if (account is null)
            {
                json.WritePropertyName("jwk");
                json.WriteRawValue(key.Jwk);
            }
            else
            {
                json.WriteString("kid", account.OriginalString);
            }

            json.WriteString("nonce", nonce);
            json.WriteString("url", url.OriginalString);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }
}
