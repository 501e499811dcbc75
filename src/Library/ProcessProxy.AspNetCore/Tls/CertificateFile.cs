using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace ProcessProxy.AspNetCore.Tls;

/// <summary>Keeps the development certificate in a file that only its owner can read.</summary>
internal sealed class CertificateFile(string folder, ILogger log, TimeProvider clock)
{
    /// <summary>The name of the file in its folder.</summary>
    public const string FileName = "development.pfx";

    private const int LargestSensibleSize = 64 * 1024;
    private const UnixFileMode OwnerOnlyFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnlyFile | UnixFileMode.UserExecute;

    private readonly string path = Path.Combine(folder, FileName);

    /// <summary>The stored certificate when it still does for <paramref name="names"/>, else a new one, stored. The caller owns it.</summary>
    public X509Certificate2 LoadOrCreate(IReadOnlyCollection<string> names)
    {
        var now = clock.GetUtcNow();
        if (TryLoad() is { } stored)
        {
            if (DevelopmentCertificate.IsGoodFor(stored, names, now))
            {
                return stored;
            }

            stored.Dispose();
        }

        var pfx = DevelopmentCertificate.Create(names, now);
        try
        {
            Store(pfx);
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
                throw new CryptographicException($"{file.Length} bytes are no certificate.");
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

    private void Store(byte[] pfx)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnlyFolder);
        }

        var temporary = Path.Combine(folder, $".{FileName}.{Guid.NewGuid():N}");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnlyFile;
            }

            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(pfx);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
