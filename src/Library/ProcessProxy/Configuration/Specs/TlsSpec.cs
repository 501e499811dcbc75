namespace ProcessProxy.Configuration;

/// <summary>The certificate sources of <c>ssl: true</c> routes: files first, then ACME, then the development certificate.</summary>
public sealed record TlsSpec
{
    /// <summary>Gets the certificates in files, in the order of the configuration.</summary>
    /// <value>The default is an empty list.</value>
    public ValueList<CertificateSpec> Certificates { get; init; } = [];

    /// <summary>Gets the certificate authority for domains that no file covers; null for none.</summary>
    /// <value>The default is null.</value>
    public AcmeSpec? Acme { get; init; }

    /// <summary>Gets whether a self-signed development certificate is used for domains that nothing else covers.</summary>
    /// <value>The default is false.</value>
    public bool SelfSigned { get; init; }

    /// <summary>Gets the path of the folder of the development certificate.</summary>
    /// <value>The default is <c>certs</c> in the project directory.</value>
    public string Folder { get; init; } = "certs";
}

/// <summary>A certificate in files, which are read again when they change.</summary>
public sealed record CertificateSpec
{
    /// <summary>Gets the domains the certificate is used for, in lower case; <c>*.example.org</c> for subdomains.</summary>
    /// <value>There is no default; the value is required.</value>
    public required ValueList<string> Domains { get; init; }

    /// <summary>Gets the absolute path of a PEM file with the certificate and its chain; null when there is a <see cref="PfxFile"/>.</summary>
    /// <value>The default is null.</value>
    public string? CertFile { get; init; }

    /// <summary>Gets the absolute path of a PEM file with the key; null if <see cref="CertFile"/> contains it.</summary>
    /// <value>The default is null.</value>
    public string? KeyFile { get; init; }

    /// <summary>Gets the absolute path of a PKCS#12 file; null when there is a <see cref="CertFile"/>.</summary>
    /// <value>The default is null.</value>
    public string? PfxFile { get; init; }

    /// <summary>Gets the absolute path of a file whose first line is the password of the key; null when it has none.</summary>
    /// <value>The default is null.</value>
    public string? PasswordFile { get; init; }
}

/// <summary>A certificate authority that uses ACME (RFC 8555).</summary>
public sealed record AcmeSpec
{
    /// <summary>Gets the email address the authority can write to; null for none.</summary>
    /// <value>The default is null.</value>
    public string? Email { get; init; }

    /// <summary>Gets the URL of the directory of the authority.</summary>
    /// <value>The default is the directory of Let's Encrypt.</value>
    public Uri Directory { get; init; } = new("https://acme-v02.api.letsencrypt.org/directory");

    /// <summary>Gets the path of the folder for the account and the certificates.</summary>
    /// <value>The default is <c>certs/acme</c> in the project directory.</value>
    public string Storage { get; init; } = "certs/acme";

    /// <summary>Gets the absolute path of a PEM file with the root certificates used to verify the authority's own address; null for those of the system.</summary>
    /// <value>The default is null.</value>
    public string? CaFile { get; init; }

    /// <summary>Gets whether the terms of the authority are accepted, while the configuration is read; they always are in a complete configuration.</summary>
    internal bool AcceptTerms { get; init; }
}
