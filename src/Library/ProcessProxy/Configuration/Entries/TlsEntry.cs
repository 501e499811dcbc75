using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Entries;

/// <summary><c>tls</c> as it was written.</summary>
internal sealed record TlsEntry
{
    public IReadOnlyList<CertificateEntry> Certificates { get; init; } = [];

    public AcmeEntry? Acme { get; init; }

    public Written<bool>? SelfSigned { get; init; }
}

/// <summary>One of <c>tls.certificates</c> as it was written.</summary>
internal sealed record CertificateEntry
{
    public required Place Place { get; init; }

    public Written<IReadOnlyList<Written<string>>>? Domains { get; init; }

    public Written<string>? CertFile { get; init; }

    public Written<string>? KeyFile { get; init; }

    public Written<string>? PfxFile { get; init; }

    public Written<string>? PasswordFile { get; init; }
}

/// <summary><c>tls.acme</c> as it was written.</summary>
internal sealed record AcmeEntry
{
    public required Place Place { get; init; }

    public Written<string>? Email { get; init; }

    public Written<string>? Directory { get; init; }

    public Written<bool>? AcceptTerms { get; init; }

    public Written<string>? Storage { get; init; }

    public Written<string>? CaFile { get; init; }
}
