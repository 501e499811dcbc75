using System.Net;
using ProcessProxy.Configuration.Keys.Kinds;
using ProcessProxy.Configuration.Resolving;

namespace ProcessProxy.Configuration.Keys;

/// <summary>Lists the keys of <c>proxy.yaml</c> except <c>routes</c> and <c>processes</c>: the only file that spells them. Defaults are those of the specs.</summary>
internal static class ServerKeys
{
    private const int HighestPort = 65535;
    private const long LeastLogSize = 1L << 10;
    private const long MostLogSize = 1L << 40;
    private const int MostLogFiles = 1000;

    /// <summary>The keys, in the order of the documentation.</summary>
    public static readonly KeyTable<ServerSpec> All = new(
    [
        new Key<ServerSpec, string>("host", new TextKind("`*`, `localhost` or an address", ListenHost.CheckAny), spec => spec.Listen.Host, (spec, value) => Listening(spec, listen => listen with { Host = value }))
        {
            NeedsRestart = true, Says = "the address the proxy listens on",
        },
        new Key<ServerSpec, int>("port", new CountKind(0, HighestPort), spec => spec.Listen.Port, (spec, value) => Listening(spec, listen => listen with { Port = value }))
        {
            NeedsRestart = true, Says = "the HTTP port; 0 uses a free port and reports it",
        },
        new Key<ServerSpec, int>("httpsPort", new CountKind(0, HighestPort), spec => spec.Listen.HttpsPort, (spec, value) => Listening(spec, listen => listen with { HttpsPort = value }))
        {
            NeedsRestart = true, DefaultSays = $"{ServerNames.HttpsPort} if a route has `ssl: true`, otherwise none", Says = "the HTTPS port; 0 uses a free port",
        },
        new Key<ServerSpec, int>(
            "publicHttpsPort", new CountKind(1, HighestPort), spec => spec.Listen.PublicHttpsPort, (spec, value) => Listening(spec, listen => listen with { PublicHttpsPort = value }))
        {
            NeedsRestart = true, DefaultSays = "`httpsPort`",
            Says = "the HTTPS port that clients connect to, if it is forwarded to `httpsPort`; used in redirects",
        },
        new Key<ServerSpec, string>("processConfigFile", new PathKind(PathTarget.File), spec => spec.ProcessFile, (spec, value) => spec with { ProcessFile = value })
        {
            IsCompared = _ => false, Says = "the process file. `processes` and `settings` can also be in this file instead",
        },
        new SectionKey<ServerSpec>("management", spec => spec) { Says = "where the management API listens, and who can call it" },
        new Key<ServerSpec, string>(
            "management.host", new TextKind("`localhost`, an address, or `none`", ListenHost.CheckManagement), spec => spec.Management.Host ?? ServerNames.None,
            (spec, value) => Managing(spec, management => management with { Host = value == ServerNames.None ? null : value }))
        {
            NeedsRestart = true, Says = "the address the management API listens on over TCP. Any address except loopback needs an API key; `none` opens no port",
        },
        new Key<ServerSpec, int>(
            "management.port", new CountKind(0, HighestPort), spec => spec.Management.Port,
            (spec, value) => Managing(spec, management => management with { Port = value, IsPortChosen = true }))
        {
            NeedsRestart = true, InForce = spec => spec.Management.IsPortChosen ? spec.Management.Port : null,
            Says = "the port of the management API; 0 uses a free port. If this key is absent and 4481 is in use, the server uses a free port and logs it",
        },
        new Key<ServerSpec, string>(
            "management.socket", new TextKind("path, or `none`", ManagementRules.CheckSocket), spec => spec.Management.Socket ?? ServerNames.None,
            (spec, value) => Managing(spec, management => management with { Socket = value == ServerNames.None ? null : value }))
        {
            NeedsRestart = true, DefaultSays = "`processproxy.sock` next to the state files",
            Says = @"the Unix socket that the command line and the cmdlets use; on Windows a pipe, `\\.\pipe\NAME`",
        },
        new Key<ServerSpec, string>("management.group", new TextKind("name or number of a group"), spec => spec.Management.Group, (spec, value) => Managing(spec, management => management with { Group = value }))
        {
            NeedsRestart = true, Says = "the group whose members can use the socket, and the port if there is no API key ([who may command](operating.md#who-may-command))",
        },
        new Key<ServerSpec, string>(
            "management.apiKeyFile", new PathKind(PathTarget.File), spec => spec.Management.ApiKeyFile, (spec, value) => Managing(spec, management => management with { ApiKeyFile = value }))
        {
            NeedsRestart = true, Says = "the file that contains the API key; surrounding white space is ignored",
        },
        new Key<ServerSpec, string>(
            "management.apiKey", new TextKind("visible ASCII characters", ManagementRules.CheckKey), spec => spec.Management.ApiKey, (spec, value) => Managing(spec, management => management with { ApiKey = value }))
        {
            NeedsRestart = true, IsSecret = true, Says = "the API key that callers over TCP must send as `Authorization: Bearer`. Prefer `apiKeyFile`",
        },
        new Key<ServerSpec, ValueList<IPNetwork>>("trustedProxies", new NetworksKind(), spec => spec.TrustedProxies, (spec, value) => spec with { TrustedProxies = value })
        {
            DefaultSays = "empty", Says = "the proxies in front of this one whose `X-Forwarded-*` headers are trusted",
        },
        new SectionKey<ServerSpec>("accessLog", spec => Logging(spec, log => log)) { ShortForm = ShortForm.Flag, DefaultSays = "false", Says = "write one line of JSON for each request" },
        new Key<ServerSpec, string>("accessLog.file", new PathKind(PathTarget.File), spec => spec.AccessLog?.File, (spec, value) => Logging(spec, log => log with { File = value }))
        {
            NeedsRestart = true, DefaultSays = "`logs/access.log`", Says = "the file to write to",
        },
        new Key<ServerSpec, bool>(
            "accessLog.output", new ChoiceKind<bool>(("file", false), ("stdout", true)), spec => spec.AccessLog is null ? null : spec.AccessLog.File is null,
            (spec, value) => value ? Logging(spec, log => log with { File = null }) : spec)
        {
            NeedsRestart = true, DefaultSays = "`file`", Says = "where the lines are written",
        },
        new Key<ServerSpec, long>("accessLog.maxSize", new SizeKind(LeastLogSize, MostLogSize), spec => spec.AccessLog?.MaxSize, (spec, value) => Logging(spec, log => log with { MaxSize = value }))
        {
            NeedsRestart = true, DefaultSays = "50MB", Says = "the size above which the file is rotated",
        },
        new Key<ServerSpec, int>("accessLog.maxFiles", new CountKind(1, MostLogFiles), spec => spec.AccessLog?.MaxFiles, (spec, value) => Logging(spec, log => log with { MaxFiles = value }))
        {
            NeedsRestart = true, DefaultSays = "5", Says = "the number of files to keep, including the current one",
        },
        new Key<ServerSpec, ReloadMode>(
            "reload", new ChoiceKind<ReloadMode>(("auto", ReloadMode.Auto), ("manual", ReloadMode.Manual)), spec => spec.Reload, (spec, value) => spec with { Reload = value })
        {
            Says = "apply changed files automatically, two seconds after the last change, or only when you request a reload",
        },
        new SectionKey<ServerSpec>("tls", spec => spec) { Says = "where certificates come from" },
        new Key<ServerSpec, bool>("tls.selfSigned", new FlagKind(), spec => spec.Tls.SelfSigned, (spec, value) => spec with { Tls = spec.Tls with { SelfSigned = value } })
        {
            Says = "use a self-signed development certificate for domains that nothing else covers",
        },
        new SectionKey<ServerSpec>("tls.acme", spec => Issuing(spec, acme => acme)) { Says = "certificates issued automatically (Let's Encrypt and others, RFC 8555; [how](https.md#automatically))" },
        new Key<ServerSpec, bool>("tls.acme.acceptTerms", new FlagKind(), spec => spec.Tls.Acme?.AcceptTerms, (spec, value) => Issuing(spec, acme => acme with { AcceptTerms = value }))
        {
            IsRequired = true, TypeSays = "true", Says = "confirm that you agree to the terms of the certificate authority",
        },
        new Key<ServerSpec, string>("tls.acme.email", new TextKind("address", TlsRules.CheckEmail), spec => spec.Tls.Acme?.Email, (spec, value) => Issuing(spec, acme => acme with { Email = value }))
        {
            Says = "the address the certificate authority can write to",
        },
        new Key<ServerSpec, string>(
            "tls.acme.directory", new TextKind("https URL", TlsRules.CheckDirectory), spec => spec.Tls.Acme?.Directory.OriginalString,
            (spec, value) => Issuing(spec, acme => acme with { Directory = new(value) }))
        {
            DefaultSays = "Let's Encrypt", Says = "the ACME directory of the certificate authority",
        },
        new Key<ServerSpec, string>("tls.acme.storage", new PathKind(PathTarget.Folder), spec => spec.Tls.Acme?.Storage, (spec, value) => Issuing(spec, acme => acme with { Storage = value }))
        {
            DefaultSays = "`certs/acme`", Says = "the folder for the account and the certificates",
        },
        new Key<ServerSpec, string>("tls.acme.caFile", new PathKind(PathTarget.File), spec => spec.Tls.Acme?.CaFile, (spec, value) => Issuing(spec, acme => acme with { CaFile = value }))
        {
            DefaultSays = "the system's roots", Says = "a PEM file with the root certificates used to verify the connection to the certificate authority",
        },
    ]);

    /// <summary>The keys of an item of <c>tls.certificates</c>.</summary>
    public static readonly KeyTable<CertificateSpec> Certificates = new(
    [
        new Key<CertificateSpec, ValueList<string>>("domains", new DomainsKind(), certificate => certificate.Domains, (certificate, value) => certificate with { Domains = value })
        {
            IsRequired = true, Says = "the domains the certificate is used for; `*.example.org` matches one label",
        },
        new Key<CertificateSpec, string>("certFile", new PathKind(PathTarget.File), certificate => certificate.CertFile, (certificate, value) => certificate with { CertFile = value })
        {
            DefaultSays = "", Says = "a PEM file with the certificate and its chain",
        },
        new Key<CertificateSpec, string>("keyFile", new PathKind(PathTarget.File), certificate => certificate.KeyFile, (certificate, value) => certificate with { KeyFile = value })
        {
            DefaultSays = "in `certFile`", Says = "a PEM file with the private key",
        },
        new Key<CertificateSpec, string>("pfxFile", new PathKind(PathTarget.File), certificate => certificate.PfxFile, (certificate, value) => certificate with { PfxFile = value })
        {
            DefaultSays = "", Says = "a PKCS#12 file, instead of `certFile` and `keyFile`",
        },
        new Key<CertificateSpec, string>("passwordFile", new PathKind(PathTarget.File), certificate => certificate.PasswordFile, (certificate, value) => certificate with { PasswordFile = value })
        {
            Says = "a file whose first line is the password of the key",
        },
    ]);

    private static ServerSpec Listening(ServerSpec spec, Func<ListenSpec, ListenSpec> change) => spec with { Listen = change(spec.Listen) };

    private static ServerSpec Managing(ServerSpec spec, Func<ManagementSpec, ManagementSpec> change) => spec with { Management = change(spec.Management) };

    private static ServerSpec Logging(ServerSpec spec, Func<AccessLogSpec, AccessLogSpec> change) => spec with { AccessLog = change(spec.AccessLog ?? new()) };

    private static ServerSpec Issuing(ServerSpec spec, Func<AcmeSpec, AcmeSpec> change) => spec with { Tls = spec.Tls with { Acme = change(spec.Tls.Acme ?? new()) } };
}
