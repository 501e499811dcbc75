using System.Buffers;
using System.Collections.Frozen;
using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Keys.Kinds;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks the headers that a route sets.</summary>
internal static class RouteHeaders
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Headers that determine where a request ends.</summary>
    private static readonly FrozenSet<string> FramingOfRequest = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Content-Length", "Transfer-Encoding");

    /// <summary>Headers that determine where a response ends and what happens to its connection.</summary>
    private static readonly FrozenSet<string> FramingOfAnswer =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Connection", "Content-Length", "Keep-Alive", "Transfer-Encoding", "Upgrade");

    private static readonly SearchValues<char> HostCharacters =
        SearchValues.Create("-._:[]0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Reports response headers that cannot be set.</summary>
    public static void CheckAnswer(IReadOnlyList<NamedText> headers, ProblemList problems)
    {
        RefuseFraming(headers.Where(header => FramingOfAnswer.Contains(header.Name)), "an answer", problems);
        Check(headers, problems);
    }

    /// <summary>Reports request headers that cannot be set. An empty value removes a header.</summary>
    public static void CheckRequest(IReadOnlyList<NamedText> headers, ProblemList problems)
    {
        RefuseFraming(headers.Where(header => FramingOfRequest.Contains(header.Name) && header.Text.Length > 0), "a request", problems);
        foreach (var host in headers.Where(header => header.Name.Equals("Host", StringComparison.OrdinalIgnoreCase)))
        {
            if (host.Text.Length > 0)
            {
                IsHost(host.Text, host.ValuePlace, problems);
            }
        }

        Check(headers, problems);
    }

    /// <summary>Returns the name of a cookie; an invalid one is reported.</summary>
    public static string? CheckCookie(string name, Place place, Reading reading)
    {
        if (name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
        {
            return name;
        }

        reading.Problems.Add(place, ProblemCodes.InvalidHeader, $"'{name}' is not a valid cookie name. Use letters, digits, '-', '_' and '.'.");
        return null;
    }

    /// <summary>Returns the text of a <c>Host</c> header; an invalid one is reported.</summary>
    public static string? CheckHost(string host, Place place, Reading reading) => IsHost(host, place, reading.Problems) ? host : null;

    private static bool IsHost(string host, Place place, ProblemList problems)
    {
        if (!host.AsSpan().ContainsAnyExcept(HostCharacters) && Uri.TryCreate($"http://{host}/", UriKind.Absolute, out _))
        {
            return true;
        }

        problems.Add(
            place, ProblemCodes.InvalidHeader,
            $"'{VisibleText.Line(host)}' is not a host. Use a name or an address, with a port if needed, such as 'example.org:8080'.");
        return false;
    }

    private static void RefuseFraming(IEnumerable<NamedText> headers, string message, ProblemList problems)
    {
        foreach (var header in headers)
        {
            problems.Add(header.Place, ProblemCodes.InvalidHeader, $"'{header.Name}' describes how {message} is sent. Only the server can set it.");
        }
    }

    private static void Check(IReadOnlyList<NamedText> headers, ProblemList problems)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in headers)
        {
            if (header.Name.Length == 0 || header.Name.AsSpan().ContainsAnyExcept(NameCharacters))
            {
                problems.Add(header.Place, ProblemCodes.InvalidHeader, $"'{header.Name}' is not a valid header name.");
            }
            else if (!names.Add(header.Name))
            {
                problems.Add(header.Place, ProblemCodes.DuplicateKey, $"The header '{header.Name}' is already set. Header names are not case-sensitive.");
            }

            if (header.Text.Any(letter => char.IsControl(letter) && letter != '\t'))
            {
                problems.Add(header.ValuePlace, ProblemCodes.InvalidHeader, $"The value of '{header.Name}' contains a line break or another control character.");
            }
        }
    }
}
