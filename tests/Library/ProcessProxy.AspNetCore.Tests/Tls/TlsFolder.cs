using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Tests.Tls;

/// <summary>A folder for certificates, removed with the test.</summary>
internal sealed class TlsFolder : IDisposable
{
    private readonly TempFolder root = new();

    public string Path => root.Path;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a certificate and its key as <c>NAME.pem</c> and <c>NAME.key</c>.</summary>
    public CertificateSpec Write(string name, MadeCertificate certificate, params string[] domains)
    {
        System.IO.File.WriteAllText(File($"{name}.pem"), certificate.Pem);
        System.IO.File.WriteAllText(File($"{name}.key"), certificate.Key);
        return new() { Domains = [.. domains], CertFile = File($"{name}.pem"), KeyFile = File($"{name}.key") };
    }

    public void Dispose() => root.Dispose();
}
