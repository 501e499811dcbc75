using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ProcessProxy.AspNetCore.Tls.Acme;

/// <summary>The key of an account: its holder is the account.</summary>
internal sealed class AccountKey : IDisposable
{
    private readonly ECDsa key;
    private readonly Lock signing = new();

    private AccountKey(ECDsa key)
    {
        this.key = key;
        var point = key.ExportParameters(includePrivateParameters: false).Q;

        // Members in this order and no white space: a thumbprint is the hash of exactly this (RFC 7638).
        Jwk = $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""";
        Thumbprint = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Jwk)));
    }

    /// <summary>Gets the public half as a JSON Web Key.</summary>
    public string Jwk { get; }

    /// <summary>Gets the identity of the key.</summary>
    public string Thumbprint { get; }

    /// <summary>Creates a new key.</summary>
    public static AccountKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads a stored key.</summary>
    /// <exception cref="CryptographicException">It is not a P-256 key.</exception>
    public static AccountKey FromPem(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return key.KeySize == 256 ? new AccountKey(key) : throw new CryptographicException($"An account has a P-256 key, not one of {key.KeySize} bits.");
        }
        catch (ArgumentException notPem)
        {
            key.Dispose();
            throw new CryptographicException("There is no key in PEM form.", notPem);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Returns both halves, to be stored.</summary>
    public string ToPem() => key.ExportPkcs8PrivateKeyPem();

    /// <summary>Signs with ES256.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        // Several domains are requested at the same time, but keys are not thread-safe.
        lock (signing)
        {
            return key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    /// <summary>Returns what must be shown for a token: it proves that the responder knows this account.</summary>
    public string KeyAuthorization(string token) => $"{token}.{Thumbprint}";

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();
}
