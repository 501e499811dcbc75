using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Tls.Certificates;
using ProcessProxy.Background;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Tls.Files;

/// <summary>All certificates in files. Looked at again every few seconds, by content: no replacement, link or rename goes unseen.</summary>
internal sealed class FileCertificates(ILogger log, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>How often the files are looked at.</summary>
    /// <value>5 seconds.</value>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock changing = new();
    private IReadOnlyList<FileCertificate> all = [];
    private volatile CertificateTable table = new([]);
    private BackgroundLoop? watching;

    /// <summary>Which is shown for which name.</summary>
    public CertificateTable Table => table;

    /// <summary>Told after each look.</summary>
    public Action? Looked { get; set; }

    /// <summary>Reads these files, and goes on with those it has already.</summary>
    /// <param name="specs">Which files.</param>
    /// <param name="strict">Whether one that cannot be used is an error, or waits to be mended.</param>
    /// <exception cref="CertificateException">One cannot be used, and <paramref name="strict"/>.</exception>
    public void Use(IReadOnlyList<CertificateSpec> specs, bool strict)
    {
        lock (changing)
        {
            var known = all.DistinctBy(certificate => certificate.Spec).ToDictionary(certificate => certificate.Spec);
            all = [.. specs.Select(spec => known.TryGetValue(spec, out var file) ? file : Read(spec, strict))];
            Rebuild();
        }
    }

    /// <summary>Begins to look at them again and again.</summary>
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
            // Each of them, not only up to the first that has changed.
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
