using ProcessProxy.AspNetCore.Tls.Acme;

namespace ProcessProxy.AspNetCore.Tls.Issuing;

/// <summary>Issues certificates.</summary>
internal interface IAuthority
{
    /// <summary>Gets its name for display.</summary>
    string Name { get; }

    /// <summary>Issues a certificate for a domain with a challenge.</summary>
    /// <exception cref="AcmeException">It was not issued.</exception>
    Task<IssuedCertificate> IssueAsync(string domain, ChallengeKind kind, CancellationToken cancellationToken);
}
