using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Tls.Certificates;
using ProcessProxy.Background;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Tls.Files;

/// <summary>All certificates from files. Checked every few seconds, by content, so that every replacement, link or rename is noticed.</summary>
internal sealed class FileCertificates(ILogger log, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>The interval of the checks.</summary>
    /// <value>5 seconds.</value>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock changing = new();
    private IReadOnlyList<FileCertificate> all = [];
    private volatile CertificateTable table = new([]);
    private BackgroundLoop? watching;

    /// <summary>Gets the certificates by name.</summary>
    public CertificateTable Table => table;

    /// <summary>Gets or sets the callback after each check.</summary>
    public Action? Looked { get; set; }

    /// <summary>Reads these files, and keeps those it already has.</summary>
    /// <param name="specs">The files.</param>
    /// <param name="strict">Whether an unusable one is an error, or waits to be fixed.</param>
    /// <exception cref="CertificateException">One cannot be used, and <paramref name="strict"/> is true.</exception>
    public void Use(IReadOnlyList<CertificateSpec> specs, bool strict)
    {
        lock (changing)
        {
            var known = all.DistinctBy(certificate => certificate.Spec).ToDictionary(certificate => certificate.Spec);
            all = [.. specs.Select(spec => known.TryGetValue(spec, out var file) ? file : Read(spec, strict))];
            Rebuild();
        }
    }

    /// <summary>Starts checking them repeatedly.</summary>
    public void Start() => watching ??= new BackgroundLoop("Watching the certificate files", WatchAsync, log, clock);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => watching?.DisposeAsync() ?? ValueTask.CompletedTask;

    private FileCertificate Read(CertificateSpec spec, bool strict)
    {
        var file = new FileCertificate(spec, log, clock);
        if (strict)
        {
            file.Load();
        }
        else
        {
            file.Refresh();
        }

        return file;
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            Look();
            Looked?.Invoke();
        }
    }

    private void Look()
    {
        lock (changing)
        {
            // All of them, not only up to the first that has changed.
            if (all.Count(file => file.Refresh()) > 0)
            {
                Rebuild();
            }
        }
    }

    private void Rebuild() => table = new CertificateTable(
        from file in all
        where file.Current is not null
        from domain in file.Spec.Domains
        select (domain, file.Current));
}
