using System.Text.Json.Serialization;

namespace ProcessProxy.AspNetCore.Tls.Acme;

/// <summary>The URLs of an authority (RFC 8555, 7.1.1).</summary>
internal sealed record DirectoryMessage(Uri? NewNonce, Uri? NewAccount, Uri? NewOrder, DirectoryMeta? Meta);

/// <summary>The metadata of an authority.</summary>
internal sealed record DirectoryMeta(bool ExternalAccountRequired);

/// <summary>A request for an account, or for a change of its contact (7.3).</summary>
internal sealed record AccountRequest(bool? TermsOfServiceAgreed, IReadOnlyList<string> Contact);

/// <summary>A request for a certificate (7.4).</summary>
internal sealed record OrderRequest(IReadOnlyList<Identifier> Identifiers);

/// <summary>A name of a certificate.</summary>
internal sealed record Identifier(string Type, string Value);

/// <summary>The state of an order (7.1.3).</summary>
internal sealed record OrderMessage(string? Status, IReadOnlyList<Uri>? Authorizations, Uri? Finalize, Uri? Certificate, ProblemMessage? Error);

/// <summary>The authorization for a name (7.1.4).</summary>
internal sealed record AuthorizationMessage(string? Status, IReadOnlyList<ChallengeMessage>? Challenges);

/// <summary>A way to prove control of a name (8).</summary>
internal sealed record ChallengeMessage(string? Type, Uri? Url, string? Token, string? Status, ProblemMessage? Error);

/// <summary>The request to issue (7.4).</summary>
internal sealed record FinalizeRequest(string Csr);

/// <summary>An error (6.7).</summary>
internal sealed record ProblemMessage(string? Type, string? Detail, IReadOnlyList<ProblemMessage>? Subproblems);

/// <summary>The serialization of these messages.</summary>
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
