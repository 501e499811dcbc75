using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ProcessProxy.AspNetCore.Tls.Acme;

/// <summary>The key of an account: who holds it, is the account.</summary>
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

    /// <summary>The public half as a JSON Web Key.</summary>
    public string Jwk { get; }

    /// <summary>What identifies the key.</summary>
    public string Thumbprint { get; }

    /// <summary>Makes a new one.</summary>
    public static AccountKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads one that was kept.</summary>
    /// <exception cref="CryptographicException">It is no P-256 key.</exception>
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

    /// <summary>Both halves, to be kept.</summary>
    public string ToPem() => key.ExportPkcs8PrivateKeyPem();

    /// <summary>Signs as ES256 does.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        // Several domains are asked for at once; keys are not made to be used at once.
        lock (signing)
        {
            return key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    /// <summary>What has to be shown for a token: it proves that who shows it knows of this account.</summary>
    public string KeyAuthorization(string token) => $"{token}.{Thumbprint}";

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();
}
