namespace ProcessProxy.Configuration;

/// <summary>Where the certificates of <c>ssl: true</c> routes come from: files first, then ACME, then the development certificate.</summary>
public sealed record TlsSpec
{
    /// <summary>Certificates in files, in the order of the configuration.</summary>
    public ValueList<CertificateSpec> Certificates { get; init; } = [];

    /// <summary>The authority that issues certificates for domains that no file covers; null when none does.</summary>
    public AcmeSpec? Acme { get; init; }

    /// <summary>Whether a self-signed development certificate stands in for what nothing else covers.</summary>
    public bool SelfSigned { get; init; }

    /// <summary>The absolute path of the folder that holds the development certificate.</summary>
    public required string Folder { get; init; }
}

/// <summary>A certificate in files. They are read again when they change.</summary>
/// <param name="Domains">What it is for, in lower case; <c>*.example.org</c> for subdomains.</param>
/// <param name="CertFile">The absolute path of a PEM file with the certificate and its chain; null when there is a <paramref name="PfxFile"/>.</param>
/// <param name="KeyFile">The absolute path of a PEM file with the key; null when <paramref name="CertFile"/> holds it.</param>
/// <param name="PfxFile">The absolute path of a PKCS#12 file; null when there is a <paramref name="CertFile"/>.</param>
/// <param name="PasswordFile">The absolute path of a file whose first line is the password of the key; null when it has none.</param>
public sealed record CertificateSpec(
    ValueList<string> Domains, string? CertFile, string? KeyFile, string? PfxFile, string? PasswordFile);

/// <summary>An authority that issues certificates (RFC 8555).</summary>
/// <param name="Email">Whom it may write to; null for nobody.</param>
/// <param name="Directory">The URL of its directory.</param>
/// <param name="Storage">The absolute path of the folder for the account and the certificates.</param>
/// <param name="CaFile">The absolute path of a PEM file with the roots that the directory's own certificate is checked against; null for the system's.</param>
public sealed record AcmeSpec(string? Email, Uri Directory, string Storage, string? CaFile = null);
