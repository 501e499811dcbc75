using ProcessProxy.Configuration;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Supervision.Reloading;

/// <summary>Reports what endangers the secrecy of the API key.</summary>
internal static class KeyExposure
{
    /// <value>16 characters.</value>
    private const int Shortest = 16;

    /// <summary>Returns the warnings; none if there is no key.</summary>
    public static IEnumerable<string> Warnings(ServerSpec spec)
    {
        if (spec.Management.ApiKey is not { } key)
        {
            yield break;
        }

        if (key.Length < Shortest)
        {
            yield return $"The API key has fewer than {Shortest} characters and can be guessed. Use a random key: openssl rand -hex 24";
        }

        if (spec.Management.ApiKeyFile is { } file)
        {
            if (OthersCanRead(file))
            {
                yield return $"Every user of this machine can read the API key in {file}. Remove the permission: chmod o-r {file}";
            }
        }
        else if (spec.ConfigFile.Length > 0 && OthersCanRead(spec.ConfigFile))
        {
            yield return $"Every user of this machine can read the API key in {spec.ConfigFile}. Move it to a separate file and set management.apiKeyFile, or remove the permission (chmod o-r).";
        }
    }

    private static bool OthersCanRead(string file)
    {
        if (Ownership.Of(file) is not { } ownership || (ownership.Mode & UnixFileMode.OtherRead) == 0)
        {
            return false;
        }

        // A user who cannot reach the folder cannot read the file either.
        for (var folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Ownership.Of(folder) is { } above && (above.Mode & UnixFileMode.OtherExecute) == 0)
            {
                return false;
            }
        }

        return true;
    }
}
