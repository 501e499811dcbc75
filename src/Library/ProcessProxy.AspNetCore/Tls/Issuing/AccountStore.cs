using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Tls.Acme;
using ProcessProxy.AspNetCore.Tls.Certificates;

namespace ProcessProxy.AspNetCore.Tls.Issuing;

/// <summary>The stored data of the account at one authority.</summary>
/// <param name="Key">The key, in PEM form.</param>
/// <param name="Url">The URL of the account; null before it is registered.</param>
/// <param name="Email">The e-mail address that the authority has.</param>
internal sealed record StoredAccount(string Key, Uri? Url, string? Email);

/// <summary>Stores the account at one authority.</summary>
internal sealed class AccountStore(string folder, ILogger log)
{
    private readonly string path = Path.Combine(folder, "account.json");

    /// <summary>Returns the stored account, or null if there is no valid one.</summary>
    public StoredAccount? Load()
    {
        try
        {
            var account = JsonSerializer.Deserialize(SensibleFile.Read(path), AccountJson.Default.StoredAccount);
            if (account is null or { Key: null } or { Url.IsAbsoluteUri: false })
            {
                throw new JsonException("Something is missing in it.");
            }

            using var key = AccountKey.FromPem(account.Key);
            return account;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or CryptographicException)
        {
            Log.AccountDamaged(log, path, e.Message);
            return null;
        }
    }

    /// <summary>Stores the account.</summary>
    public void Save(StoredAccount account)
    {
        try
        {
            OwnerOnlyFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(account, AccountJson.Default.StoredAccount));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is used until the next start, which registers another one.
            Log.AccountNotStored(log, e.Message);
        }
    }
}

/// <summary>The serialization of an account.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(StoredAccount))]
internal sealed partial class AccountJson : JsonSerializerContext;
