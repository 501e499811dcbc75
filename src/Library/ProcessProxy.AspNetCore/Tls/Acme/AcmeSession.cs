using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ProcessProxy.AspNetCore.Tls.Acme;

/// <summary>An authority's directory, and signed requests to it for an account.</summary>
internal sealed class AcmeSession
{
    private readonly AcmeTransport transport;
    private readonly DirectoryMessage directory;
    private readonly AccountKey key;
    private readonly string scheme;

    private AcmeSession(AcmeTransport transport, DirectoryMessage directory, AccountKey key, string scheme) =>
        (this.transport, this.directory, this.key, this.scheme) = (transport, directory, key, scheme);

    /// <summary>Gets or sets the URL of the account; null until there is one.</summary>
    public Uri? Account { get; set; }

    /// <summary>Gets the URL for orders of certificates.</summary>
    public Uri NewOrder => directory.NewOrder!;

    /// <summary>Gets the key of the account.</summary>
    public AccountKey Key => key;

    /// <summary>Reads the directory.</summary>
    /// <exception cref="AcmeException">There is none, or the authority accepts only known customers.</exception>
    public static async Task<AcmeSession> OpenAsync(AcmeTransport transport, Uri directoryUrl, AccountKey key, CancellationToken cancellationToken)
    {
        var answer = await transport.GetAsync(directoryUrl, cancellationToken).ConfigureAwait(false);
        var directory = answer.Read(AcmeJson.Default.DirectoryMessage);
        if (directory is not { NewNonce: not null, NewAccount: not null, NewOrder: not null })
        {
            throw new AcmeException(AcmeFailure.Unreachable, $"{directoryUrl} is not an ACME directory.");
        }

        return directory.Meta is not { ExternalAccountRequired: true }
            ? new AcmeSession(transport, directory, key, directoryUrl.Scheme)
            : throw new AcmeException(AcmeFailure.Refused, $"{directoryUrl} requires external account binding, which is not supported.");
    }

    /// <summary>Registers the key, or finds its account. Agrees to the terms.</summary>
    public async Task RegisterAsync(string? email, CancellationToken cancellationToken)
    {
        Account = null;
        var request = new AccountRequest(TermsOfServiceAgreed: true, Contact(email));
        var answer = await PostAsync(directory.NewAccount!, request, AcmeJson.Default.AccountRequest, cancellationToken).ConfigureAwait(false);
        Account = answer.Location ?? throw new AcmeException(AcmeFailure.Unreachable, $"{directory.NewAccount} did not return the URL of the account.");
    }

    /// <summary>Sets the contact of the account.</summary>
    public async Task ChangeContactAsync(string? email, CancellationToken cancellationToken) =>
        await PostAsync(Account!, new AccountRequest(null, Contact(email)), AcmeJson.Default.AccountRequest, cancellationToken).ConfigureAwait(false);

    /// <summary>Sends a request.</summary>
    public Task<AcmeAnswer> PostAsync<T>(Uri url, T request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        PostAsync(url, JsonSerializer.SerializeToUtf8Bytes(request, type), cancellationToken);

    /// <summary>Reads a resource of the account.</summary>
    public Task<AcmeAnswer> ReadAsync(Uri url, CancellationToken cancellationToken) =>
        PostAsync(url, ReadOnlyMemory<byte>.Empty, cancellationToken);

    /// <summary>Reports that a challenge is ready.</summary>
    public Task<AcmeAnswer> AcceptAsync(Uri challenge, CancellationToken cancellationToken) =>
        PostAsync(challenge, "{}"u8.ToArray(), cancellationToken);

    private Task<AcmeAnswer> PostAsync(Uri url, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        url.IsAbsoluteUri && url.Scheme == scheme
            ? transport.PostAsync(directory.NewNonce!, key, Account, url, payload, cancellationToken)
            : throw new AcmeException(AcmeFailure.Refused, $"The authority names the address '{url}', which is not {scheme}.");

    private static string[] Contact(string? email) => email is null ? [] : [$"mailto:{email}"];
}
