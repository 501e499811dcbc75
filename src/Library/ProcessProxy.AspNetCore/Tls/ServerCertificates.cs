using System.Net;
using System.Net.Security;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Tls.Certificates;
using ProcessProxy.AspNetCore.Tls.Development;
using ProcessProxy.AspNetCore.Tls.Files;
using ProcessProxy.AspNetCore.Tls.Issuing;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Tls;

/// <summary>
/// The current certificates for new connections; open ones keep theirs. Files come first, then those of an authority, then the
/// development certificate.
/// </summary>
internal sealed class ServerCertificates : IAsyncDisposable
{
    private readonly ILogger log;
    private readonly TimeProvider clock;
    private readonly Func<double> random;
    private readonly FileCertificates files;
    private readonly List<Task> ending = [];
    private volatile IssuedCertificates? issued;
    private volatile DevelopmentCertificates? development;
    private volatile HashSet<string> refused = [];
    private (int Http, int? Https)? ports;
    private bool used;

    /// <summary>Creates the set. Nothing is read before <see cref="Use"/>.</summary>
    public ServerCertificates(ILogger log, TimeProvider clock, Func<double> random)
    {
        (this.log, this.clock, this.random) = (log, clock, random);
        files = new FileCertificates(log, clock) { Looked = () => development?.Renew() };
        Challenges = new ChallengeResponses(clock);
    }

    /// <summary>Gets the current responses to challenges.</summary>
    public ChallengeResponses Challenges { get; }

    /// <summary>Applies certificates. The first time, an unusable one is an error; later it waits to be fixed.</summary>
    /// <param name="spec">The sources of certificates.</param>
    /// <param name="domains">The domains that are served over HTTPS only.</param>
    /// <exception cref="CertificateException">A file cannot be used; the message names it.</exception>
    public void Use(TlsSpec spec, IReadOnlyCollection<string> domains)
    {
        files.Use(spec.Certificates, strict: !used);
        used = true;
        var inFiles = spec.Certificates.SelectMany(certificate => certificate.Domains).Select(DomainNames.Plain).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var others = domains.Where(domain => !DomainNames.Cover(inFiles, domain)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        UseAuthority(spec.Acme, others, tell: !spec.SelfSigned);
        UseDevelopment(spec, others);
    }

    /// <summary>Starts watching files and requesting certificates.</summary>
    /// <param name="httpPort">The port for plain HTTP.</param>
    /// <param name="httpsPort">The port for HTTPS.</param>
    public void Start(int httpPort, int? httpsPort)
    {
        ports = (httpPort, httpsPort);
        files.Start();
        issued?.Start(ChallengePlan.ByPorts(httpPort, httpsPort));
    }

    /// <summary>Returns the TLS context for a name, or null if there is no certificate.</summary>
    /// <param name="name">The name; empty if the client sends none.</param>
    public SslServerAuthenticationOptions? For(string name)
    {
        var table = files.Table;
        if (name.Length == 0)
        {
            return (table.First ?? development?.Certificate)?.Options;
        }

        var authority = issued;
        var standIn = development?.Certificate;
        var found = table.Find(name) ?? authority?.Find(name) ?? (standIn?.Covers(name) == true ? standIn : null);
        if (found is null && authority?.IsFor(name) == true)
        {
            TellOnce(name);
            return null;
        }

        return (found ?? table.First ?? standIn)?.Options;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await files.DisposeAsync().ConfigureAwait(false);
        if (issued is not null)
        {
            await issued.DisposeAsync().ConfigureAwait(false);
        }

        await Task.WhenAll(ending).ConfigureAwait(false);
    }

    private void UseAuthority(AcmeSpec? spec, List<string> domains, bool tell)
    {
        var before = issued;
        if (before?.Spec != spec)
        {
            issued = spec is null ? null : new IssuedCertificates(spec, Challenges, log, clock, random);
        }

        var (single, impossible) = (domains.Where(IsForAcme).ToList(), domains.Where(domain => !IsForAcme(domain)));
        if (issued is not null)
        {
            foreach (var domain in impossible.Where(_ => tell))
            {
                Log.NotForAcme(log, domain);
            }

            refused = [];
            issued.Use(single);
            if (before != issued && ports is { } known)
            {
                issued.Start(ChallengePlan.ByPorts(known.Http, known.Https));
            }
        }

        if (before is not null && before != issued)
        {
            ending.Add(before.DisposeAsync().AsTask());
        }
    }

    private void UseDevelopment(TlsSpec spec, List<string> domains)
    {
        if (!spec.SelfSigned)
        {
            development = null;
        }
        else if (development?.DoesFor(spec.Folder, domains) != true)
        {
            development = new DevelopmentCertificates(spec.Folder, domains, log, clock);
        }
    }

    /// <summary>Authorities validate single names: these challenges support neither wildcards nor addresses.</summary>
    private static bool IsForAcme(string domain) => !domain.StartsWith('*') && !IPAddress.TryParse(domain, out _);

    private void TellOnce(string name)
    {
        lock (refused)
        {
            if (!refused.Add(name))
            {
                return;
            }
        }

        Log.NotIssuedYet(log, name);
    }
}
