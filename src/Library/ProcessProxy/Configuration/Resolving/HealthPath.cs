using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks the path of a health check: a path, or a full URL.</summary>
internal static class HealthPath
{
    /// <summary>Returns the path; null, and reports a problem, if it is neither a full http(s) URL nor relative.</summary>
    public static string? Check(string path, Place place, Reading reading)
    {
        if (HttpUrl.TryParse(path, out _) || IsRelative(path))
        {
            return path;
        }

        reading.Problems.Add(place, ProblemCodes.InvalidHealthUrl,
            $"'{place.Key}' must be a path such as /health, or a full URL that begins with http:// or https://, not '{path}'.");
        return null;
    }

    /// <summary>Returns whether the path is appended to an address. A colon in the first segment means a URL without its beginning: <c>localhost:8888/health</c>.</summary>
    private static bool IsRelative(string path)
    {
        var first = path.AsSpan();
        var end = first.IndexOf('/');
        return end == 0 || !(end < 0 ? first : first[..end]).Contains(':');
    }
}
