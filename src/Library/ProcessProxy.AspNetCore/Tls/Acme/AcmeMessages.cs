using System.Text.Json.Serialization;

namespace ProcessProxy.AspNetCore.Tls.Acme;

/// <summary>Where an authority takes which request (RFC 8555, 7.1.1).</summary>
internal sealed record DirectoryMessage(Uri? NewNonce, Uri? NewAccount, Uri? NewOrder, DirectoryMeta? Meta);

/// <summary>What an authority says of itself.</summary>
internal sealed record DirectoryMeta(bool ExternalAccountRequired);

/// <summary>A request for an account, or for a change of its contact (7.3).</summary>
internal sealed record AccountRequest(bool? TermsOfServiceAgreed, IReadOnlyList<string> Contact);

/// <summary>A request for a certificate (7.4).</summary>
internal sealed record OrderRequest(IReadOnlyList<Identifier> Identifiers);

/// <summary>What a certificate is for.</summary>
internal sealed record Identifier(string Type, string Value);

/// <summary>The state of an order (7.1.3).</summary>
internal sealed record OrderMessage(string? Status, IReadOnlyList<Uri>? Authorizations, Uri? Finalize, Uri? Certificate, ProblemMessage? Error);

/// <summary>Whether we may have a certificate for a name (7.1.4).</summary>
internal sealed record AuthorizationMessage(string? Status, IReadOnlyList<ChallengeMessage>? Challenges);

/// <summary>One way to prove that a name is ours (8).</summary>
internal sealed record ChallengeMessage(string? Type, Uri? Url, string? Token, string? Status, ProblemMessage? Error);

/// <summary>The request to issue (7.4).</summary>
internal sealed record FinalizeRequest(string Csr);

/// <summary>Why something failed (6.7).</summary>
internal sealed record ProblemMessage(string? Type, string? Detail, IReadOnlyList<ProblemMessage>? Subproblems);

/// <summary>How these are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DirectoryMessage))]
[JsonSerializable(typeof(AccountRequest))]
[JsonSerializable(typeof(OrderRequest))]
[JsonSerializable(typeof(OrderMessage))]
[JsonSerializable(typeof(AuthorizationMessage))]
[JsonSerializable(typeof(FinalizeRequest))]
[JsonSerializable(typeof(ProblemMessage))]
internal sealed partial class AcmeJson : JsonSerializerContext;
