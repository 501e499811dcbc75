namespace ProcessProxy.Configuration;

/// <summary>Decides where the certificates of <c>ssl: true</c> routes come from: files first, then ACME, then the development certificate.</summary>
public sealed record TlsSpec
{
    /// <summary>Gets the certificates in files, in the order of the configuration.</summary>
    /// <value>None.</value>
    public ValueList<CertificateSpec> Certificates { get; init; } = [];

    /// <summary>Gets the authority that issues certificates for domains that no file covers; null when none does.</summary>
    /// <value>Null.</value>
    public AcmeSpec? Acme { get; init; }

    /// <summary>Gets whether a self-signed development certificate stands in for what nothing else covers.</summary>
    /// <value>False.</value>
    public bool SelfSigned { get; init; }

    /// <summary>Gets the path of the folder that holds the development certificate.</summary>
    /// <value><c>certs</c> in the project directory.</value>
    public string Folder { get; init; } = "certs";
}

/// <summary>Names a certificate in files. They are read again when they change.</summary>
public sealed record CertificateSpec
{
    /// <summary>Gets what the certificate is for, in lower case; <c>*.example.org</c> for subdomains.</summary>
    public required ValueList<string> Domains { get; init; }

    /// <summary>Gets the absolute path of a PEM file with the certificate and its chain; null when there is a <see cref="PfxFile"/>.</summary>
    /// <value>Null.</value>
    public string? CertFile { get; init; }

    /// <summary>Gets the absolute path of a PEM file with the key; null when <see cref="CertFile"/> holds it.</summary>
    /// <value>Null.</value>
    public string? KeyFile { get; init; }

    /// <summary>Gets the absolute path of a PKCS#12 file; null when there is a <see cref="CertFile"/>.</summary>
    /// <value>Null.</value>
    public string? PfxFile { get; init; }

    /// <summary>Gets the absolute path of a file whose first line is the password of the key; null when it has none.</summary>
    /// <value>Null.</value>
    public string? PasswordFile { get; init; }
}

/// <summary>Names an authority that issues certificates (RFC 8555).</summary>
public sealed record AcmeSpec
{
    /// <summary>Gets the address that the authority may write to; null for none.</summary>
    /// <value>Null.</value>
    public string? Email { get; init; }

    /// <summary>Gets the URL of the directory of the authority.</summary>
    /// <value>Let's Encrypt.</value>
    public Uri Directory { get; init; } = new("https://acme-v02.api.letsencrypt.org/directory");

    /// <summary>Gets the path of the folder for the account and the certificates.</summary>
    /// <value><c>certs/acme</c> in the project directory.</value>
    public string Storage { get; init; } = "certs/acme";

    /// <summary>Gets the absolute path of a PEM file with the roots that the directory's own certificate is checked against; null for the system's.</summary>
    /// <value>Null.</value>
    public string? CaFile { get; init; }

    /// <summary>Whether the terms of the authority are agreed to, while it is being read: without that there is no such configuration.</summary>
    internal bool AcceptTerms { get; init; }
}
