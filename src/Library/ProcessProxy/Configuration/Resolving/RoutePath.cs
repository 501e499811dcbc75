using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks the path of a route.</summary>
internal static class RoutePath
{
    /// <summary>Returns the path without a slash at its end; null, and reports a problem, if it is invalid.</summary>
    public static string? Check(string text, Place place, Reading reading)
    {
        if (Wrong(text) is not { } wrong)
        {
            return text.Length > 1 && text.EndsWith('/') ? text[..^1] : text;
        }

        reading.Problems.Add(place, ProblemCodes.InvalidPath, $"The path '{text}' {wrong}.");
        return null;
    }

    private static string? Wrong(string text)
    {
        if (!text.StartsWith('/'))
        {
            return "must begin with '/'";
        }

        if (text.AsSpan().ContainsAny('?', '#'))
        {
            return "must have no query and no fragment";
        }

        if (text.Contains('\\') || text.Any(char.IsControl))
        {
            return "must hold no backslash and no control character";
        }

        if (text.Contains("//", StringComparison.Ordinal))
        {
            return "must have no empty segment";
        }

        return text.Split('/').Any(IsDots) ? "must have no '.' and no '..' segment" : null;
    }

    private static bool IsDots(string segment) => segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..";
}
