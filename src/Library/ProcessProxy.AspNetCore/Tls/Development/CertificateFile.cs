using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Tls.Certificates;

namespace ProcessProxy.AspNetCore.Tls.Development;

/// <summary>Stores the development certificate in a file that only its owner can read.</summary>
internal sealed class CertificateFile(string folder, ILogger log, TimeProvider clock)
{
    /// <summary>The name of the file in its folder.</summary>
    public const string FileName = "development.pfx";

    private const int LargestSensibleSize = 64 * 1024;

    private readonly string path = Path.Combine(folder, FileName);

    /// <summary>Returns the stored certificate if it is still valid for <paramref name="names"/>, otherwise a new one, which is stored. The caller owns it.</summary>
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
            // HTTPS works without the file; browsers will only ask again after the next start.
            Log.NotStored(log, path, e.Message);
        }

        return X509CertificateLoader.LoadPkcs12(pfx, password: null);
    }

    private X509Certificate2? TryLoad()
    {
        try
        {
            // A device or FIFO has no length; an endless file has no end.
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
            // Whatever it is, a new one replaces it: nothing else depends on a development certificate.
            Log.Damaged(log, path, e.Message);
            return null;
        }
    }
}
