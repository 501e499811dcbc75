using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Tls.Certificates;

namespace ProcessProxy.AspNetCore.Tls.Development;

/// <summary>Keeps the development certificate in a file that only its owner can read.</summary>
internal sealed class CertificateFile(string folder, ILogger log, TimeProvider clock)
{
    /// <summary>The name of the file in its folder.</summary>
    public const string FileName = "development.pfx";

    private const int LargestSensibleSize = 64 * 1024;

    private readonly string path = Path.Combine(folder, FileName);

    /// <summary>The stored certificate when it still does for <paramref name="names"/>, else a new one, stored. The caller owns it.</summary>
    public X509Certificate2 LoadOrCreate(IReadOnlyCollection<string> names)
    {
        var now = clock.GetUtcNow();
        if (TryLoad() is { } stored)
        {
            if (DevelopmentCertificate.IsGoodFor(stored, names, now))
            {
                Log.Kept(log, path);
                return stored;
            }

            stored.Dispose();
        }

        var pfx = DevelopmentCertificate.Create(names, now);
        try
        {
            OwnerOnlyFile.Write(path, pfx);
            Log.Created(log, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // HTTPS works without the file; it is only that browsers will ask again after the next start.
            Log.NotStored(log, path, e.Message);
        }

        return X509CertificateLoader.LoadPkcs12(pfx, password: null);
    }

    private X509Certificate2? TryLoad()
    {
        try
        {
            // A device or FIFO has no length to read; an endless file no end.
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                return null;
            }

            if (file.Length is 0 or > LargestSensibleSize)
            {
                throw new CryptographicException($"{file.Length} bytes are not a certificate.");
            }

            return X509CertificateLoader.LoadPkcs12FromFile(path, password: null);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            // Whatever it is, a new one takes its place: nothing else depends on a development certificate.
            Log.Damaged(log, path, e.Message);
            return null;
        }
    }
}
