using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks the path of a health check: a path, or a full URL.</summary>
internal static class HealthPath
{
    /// <summary>Returns the path; null, and reports a problem, if it is neither a full http(s) URL nor relative.</summary>
    public static string? Check(string path, Place place, Reading reading)
    {
        if (IsRight(InstanceText.Sample(path, reading.Expansion.Own)))
        {
            return path;
        }

        Refuse(path, place, reading.Problems);
        return null;
    }

    /// <summary>Reports a URL, derived from a valid path by others, that cannot be requested.</summary>
    public static void CheckUrl(HealthCheckSpec check, Place place, ProblemList problems)
    {
        if (IsRight(check.Path) && !HttpUrl.TryParse(check.Url.OriginalString, out _))
        {
            Refuse(check.Url.OriginalString, place, problems);
        }
    }

    /// <summary>Returns the name without which the path of a process is neither: that of the settings, which is right for others; null if there is none.</summary>
    public static string? Missing(string path, IReadOnlyList<string> own) => IsRight(InstanceText.Sample(path, own)) ? null
        : InstanceText.Names.Except(own).FirstOrDefault(name => InstanceText.Mentions(path, [name]));

    private static bool IsRight(string path) => HttpUrl.TryParse(path, out _) || IsRelative(path);

    private static void Refuse(string path, Place place, ProblemList problems) => problems.Add(place, ProblemCodes.InvalidHealthUrl,
        $"'{place.Key}' must be a path such as /health, or a full URL that begins with http:// or https://, not '{path}'.");

    /// <summary>Returns whether the path is appended to an address. A colon in the first segment means a URL without its beginning: <c>localhost:8888/health</c>.</summary>
    private static bool IsRelative(string path)
    {
        var first = path.AsSpan();
        var end = first.IndexOf('/');
        return end == 0 || !(end < 0 ? first : first[..end]).Contains(':');
    }
}
