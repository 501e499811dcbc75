namespace ProcessProxy.Configuration.Entries;

/// <summary>Reads <c>tls</c>.</summary>
internal static class TlsBinder
{
    public static TlsEntry? Bind(MapReader? map)
    {
        if (map is null)
        {
            return null;
        }

        var entry = new TlsEntry
        {
            Certificates = [.. map.Sections("certificates").Select(Certificate)],
            Acme = Acme(map.Section("acme")),
            SelfSigned = map.Flag("selfSigned"),
        };
        map.RejectUnknown();
        return entry;
    }

    private static CertificateEntry Certificate(MapReader map)
    {
        var entry = new CertificateEntry
        {
            Place = map.Place,
            Domains = map.Texts("domains"),
            CertFile = map.Path("certFile"),
            KeyFile = map.Path("keyFile"),
            PfxFile = map.Path("pfxFile"),
            PasswordFile = map.Path("passwordFile"),
        };
        map.RejectUnknown();
        return entry;
    }

    private static AcmeEntry? Acme(MapReader? map)
    {
        if (map is null)
        {
            return null;
        }

        var entry = new AcmeEntry
        {
            Place = map.Place,
            Email = map.Text("email"),
            Directory = map.Text("directory"),
            AcceptTerms = map.Flag("acceptTerms"),
            Storage = map.Path("storage"),
            CaFile = map.Path("caFile"),
        };
        map.RejectUnknown();
        return entry;
    }
}
