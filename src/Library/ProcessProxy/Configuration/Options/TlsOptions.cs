using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration;

/// <summary>Configures by code where the certificates of the proxy's own listener come from.</summary>
public sealed class TlsOptions
{
    private readonly SetKeys<ServerSpec> keys;
    private readonly List<CertificateOptions> certificates = [];

    internal TlsOptions(SetKeys<ServerSpec> keys)
    {
        this.keys = keys;
        Acme = new(keys.Section("acme"));
    }

    /// <inheritdoc cref="TlsSpec.SelfSigned"/>
    public bool SelfSigned { get => keys.Get<bool>(); set => keys.Set(value); }

    /// <summary>Gets the authority that issues certificates for domains that no file covers. To set anything here asks for them.</summary>
    public AcmeOptions Acme { get; }

    internal IReadOnlyList<CertificateOptions> Certificates => certificates;

    /// <summary>Adds a certificate in files.</summary>
    public TlsOptions AddCertificate(Action<CertificateOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var certificate = new CertificateOptions();
        configure(certificate);
        certificates.Add(certificate);
        return this;
    }
}

/// <summary>Configures by code an authority that issues certificates (RFC 8555).</summary>
public sealed class AcmeOptions
{
    private readonly SetKeys<ServerSpec> keys;

    internal AcmeOptions(SetKeys<ServerSpec> keys) => this.keys = keys;

    /// <summary>Gets or sets whether you agree to the authority's terms.</summary>
    /// <value>False; without that there are no certificates.</value>
    public bool AcceptTerms { get => keys.Get<bool>(); set => keys.Set(value); }

    /// <inheritdoc cref="AcmeSpec.Email"/>
    public string? Email { get => keys.Find<string>(); set => keys.Set(value); }

    /// <summary>Gets or sets the https URL of the directory of the authority.</summary>
    /// <value>Let's Encrypt.</value>
    public string Directory { get => keys.Get<string>(); set => keys.Set(value); }

    /// <summary>Gets or sets the folder for the account and the certificates, relative to the project directory.</summary>
    /// <value><c>certs/acme</c>.</value>
    public string Storage { get => keys.Get<string>(); set => keys.Set(value); }

    /// <summary>Gets or sets a PEM file with the roots that the directory's own certificate is checked against, relative to the project directory.</summary>
    /// <value>None: the system's roots.</value>
    public string? CaFile { get => keys.Find<string>(); set => keys.Set(value); }
}

/// <summary>Configures by code a certificate in files. Paths are relative to the project directory.</summary>
public sealed class CertificateOptions
{
    private readonly SetKeys<CertificateSpec> keys = new(ServerKeys.Certificates, new CertificateSpec { Domains = [] });

    internal CertificateOptions()
    {
    }

    /// <inheritdoc cref="CertificateSpec.Domains"/>
    /// <value>None; must be set.</value>
    public IReadOnlyList<string> Domains { get => keys.Get<ValueList<string>>(); set => keys.Set<ValueList<string>>([.. value]); }

    /// <summary>Gets or sets a PEM file with the certificate and its chain.</summary>
    /// <value>None; needed unless there is a <see cref="PfxFile"/>.</value>
    public string? CertFile { get => keys.Find<string>(); set => keys.Set(value); }

    /// <summary>Gets or sets a PEM file with the key.</summary>
    /// <value>None: <see cref="CertFile"/> holds it.</value>
    public string? KeyFile { get => keys.Find<string>(); set => keys.Set(value); }

    /// <summary>Gets or sets a PKCS#12 file, instead of the two.</summary>
    /// <value>None.</value>
    public string? PfxFile { get => keys.Find<string>(); set => keys.Set(value); }

    /// <summary>Gets or sets a file whose first line is the password of the key.</summary>
    /// <value>None.</value>
    public string? PasswordFile { get => keys.Find<string>(); set => keys.Set(value); }

    internal Written<CertificateSpec> Write(int index, Reading reading) => keys.Write(Place.InCode($"tls.certificates[{index}]"), reading);
}
