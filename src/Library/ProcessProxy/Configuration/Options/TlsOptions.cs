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
    /// <value>The default is false; certificates require true.</value>
    public bool AcceptTerms { get => keys.Get<bool>(); set => keys.Set(value); }

    /// <inheritdoc cref="AcmeSpec.Email"/>
    public string? Email { get => keys.Find<string>(); set => keys.Set(value); }

    /// <inheritdoc cref="AcmeSpec.Directory"/>
    public string Directory { get => keys.Get<string>(); set => keys.Set(value); }

    /// <inheritdoc cref="AcmeSpec.Storage"/>
    public string Storage { get => keys.Get<string>(); set => keys.Set(value); }

    /// <summary>Gets or sets a PEM file with the roots that the directory's own certificate is checked against, relative to the project directory.</summary>
    /// <value>The default is null: the roots of the system.</value>
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
    /// <value>There is no default; the value is required.</value>
    public IReadOnlyList<string> Domains { get => keys.Get<ValueList<string>>(); set => keys.SetList<string>(value); }

    /// <summary>Gets or sets a PEM file with the certificate and its chain.</summary>
    /// <value>The default is null; required unless <see cref="PfxFile"/> is set.</value>
    public string? CertFile { get => keys.Find<string>(); set => keys.Set(value); }

    /// <summary>Gets or sets a PEM file with the key.</summary>
    /// <value>The default is null: <see cref="CertFile"/> contains the key.</value>
    public string? KeyFile { get => keys.Find<string>(); set => keys.Set(value); }

    /// <summary>Gets or sets a PKCS#12 file, instead of the two.</summary>
    /// <value>The default is null.</value>
    public string? PfxFile { get => keys.Find<string>(); set => keys.Set(value); }

    /// <summary>Gets or sets a file whose first line is the password of the key.</summary>
    /// <value>The default is null: the key has no password.</value>
    public string? PasswordFile { get => keys.Find<string>(); set => keys.Set(value); }

    internal Written<CertificateSpec> Write(int index, Reading reading) => keys.Write(Place.InCode($"tls.certificates[{index}]"), reading);
}
