using ProcessProxy.Configuration;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Supervision.Reloading;

/// <summary>Says what makes the API key less of a secret than it should be.</summary>
internal static class KeyExposure
{
    /// <value>16 characters.</value>
    private const int Shortest = 16;

    /// <summary>The sentences to warn with; none when there is no key.</summary>
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

        // Whoever cannot get to it cannot read it either.
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
