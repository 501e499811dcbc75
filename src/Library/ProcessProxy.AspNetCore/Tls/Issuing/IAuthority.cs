using ProcessProxy.AspNetCore.Tls.Acme;

namespace ProcessProxy.AspNetCore.Tls.Issuing;

/// <summary>Issues certificates.</summary>
internal interface IAuthority
{
    /// <summary>What people know it by.</summary>
    string Name { get; }

    /// <summary>Issues a certificate for a domain that is proved to be ours in this way.</summary>
    /// <exception cref="AcmeException">There is none to be had.</exception>
    Task<IssuedCertificate> IssueAsync(string domain, ChallengeKind kind, CancellationToken cancellationToken);
}
