using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Tls.Acme;
using ProcessProxy.AspNetCore.Tls.Certificates;
using ProcessProxy.Background;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Tls.Issuing;

/// <summary>The certificates that one authority issues, one for each domain.</summary>
internal sealed class IssuedCertificates : IAsyncDisposable
{
    /// <summary>The number of domains that are validated at the same time. The others wait: authorities count requests.</summary>
    /// <value>4.</value>
    public const int Parallelism = 4;

    private readonly SemaphoreSlim slots = new(Parallelism, Parallelism);
    private readonly AcmeAuthority authority;
    private readonly RenewalServices services;
    private readonly Lock changing = new();
    private readonly List<Task> ending = [];
    private volatile Dictionary<string, Entry> domains = new(StringComparer.OrdinalIgnoreCase);
    private ChallengeKind? first;

    /// <summary>Creates the set, without requests.</summary>
    public IssuedCertificates(AcmeSpec spec, IChallengeResponder responder, ILogger log, TimeProvider clock, Func<double> random)
    {
        Spec = spec;
        var folder = CertificateStore.FolderOf(spec.Storage, spec.Directory);
        authority = new AcmeAuthority(spec, new AccountStore(folder, log), responder, clock);
        services = new RenewalServices(authority, new CertificateStore(folder, log), slots, log, clock, random);
    }

    /// <summary>Gets the authority, and the folder of its certificates.</summary>
    public AcmeSpec Spec { get; }

    /// <summary>Returns the certificate for a name, or null.</summary>
    public ServerCertificate? Find(string name) => domains.GetValueOrDefault(name)?.Renewal.Current;

    /// <summary>Returns whether we request certificates for a name.</summary>
    public bool IsFor(string name) => domains.ContainsKey(name);

    /// <summary>Sets the domains. Stored certificates are used immediately.</summary>
    public void Use(IReadOnlyCollection<string> names)
    {
        lock (changing)
        {
            var before = domains;
            var after = new Dictionary<string, Entry>(StringComparer.OrdinalIgnoreCase);
            foreach (var name in names)
            {
                after[name] = before.TryGetValue(name, out var known) ? known : new Entry(name, services);
            }

            domains = after;
            foreach (var gone in before.Where(entry => !after.ContainsKey(entry.Key)))
            {
                ending.Add(gone.Value.EndAsync());
            }

            ending.RemoveAll(task => task.IsCompleted);
            Begin();
        }
    }

    /// <summary>Starts requesting missing or old ones.</summary>
    /// <param name="challenge">The first challenge of domains.</param>
    public void Start(ChallengeKind challenge)
    {
        lock (changing)
        {
            first = challenge;
            Begin();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Use([]);
        await Task.WhenAll(ending).ConfigureAwait(false);
        authority.Dispose();
        slots.Dispose();
    }

    private void Begin()
    {
        if (first is { } challenge)
        {
            foreach (var entry in domains.Values)
            {
                entry.Begin(new ChallengePlan(challenge));
            }
        }
    }

    /// <summary>A domain and its renewal.</summary>
    private sealed class Entry(string name, RenewalServices services)
    {
        private BackgroundLoop? running;

        public DomainRenewal Renewal { get; } = new(name, services);

        public void Begin(ChallengePlan plan) => running ??= new BackgroundLoop(
            $"The renewal of the certificate for {name}", end => Task.Run(() => Renewal.RunAsync(plan, end), end), services.Log, services.Clock);

        public Task EndAsync() => running?.DisposeAsync().AsTask() ?? Task.CompletedTask;
    }
}
