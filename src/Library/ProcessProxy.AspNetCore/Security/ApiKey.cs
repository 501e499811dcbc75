using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace ProcessProxy.AspNetCore.Security;

/// <summary>
/// The key that callers must send. Only its hash is kept; hashes are compared in constant time, whatever the lengths of the keys.
/// </summary>
internal sealed class ApiKey
{
    private const string Scheme = "Bearer ";
    private readonly byte[] hash;

    public ApiKey(string key) => hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Returns whether an Authorization header contains the key.</summary>
    public bool Accepts(StringValues authorization)
    {
        if (authorization.Count != 1 || authorization[0] is not { } header
            || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        return Is(header.AsSpan(Scheme.Length).Trim(' '));
    }

    /// <summary>Returns whether this is the key.</summary>
    public bool Is(ReadOnlySpan<char> shown)
    {
        Span<byte> shownHash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(shown.ToArray()), shownHash);
        return CryptographicOperations.FixedTimeEquals(hash, shownHash);
    }
}
