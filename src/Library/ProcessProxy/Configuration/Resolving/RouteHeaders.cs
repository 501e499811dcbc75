using System.Buffers;
using System.Collections.Frozen;
using ProcessProxy.Configuration.Entries;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks the headers that a route sets.</summary>
internal static class RouteHeaders
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>They say where a request ends.</summary>
    private static readonly FrozenSet<string> FramingOfRequest = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Content-Length", "Transfer-Encoding");

    /// <summary>They say where an answer ends and what becomes of its connection.</summary>
    private static readonly FrozenSet<string> FramingOfAnswer =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Connection", "Content-Length", "Keep-Alive", "Transfer-Encoding", "Upgrade");

    private static readonly SearchValues<char> HostCharacters =
        SearchValues.Create("-._:[]0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The headers of an answer.</summary>
    public static ValueMap ResolveResponse(IReadOnlyList<NamedText>? headers, ProblemList problems)
    {
        RefuseFraming(headers?.Where(header => FramingOfAnswer.Contains(header.Name)), "an answer", problems);
        return Resolve(headers, problems);
    }

    /// <summary>The headers of a request. An empty value takes one away.</summary>
    public static ValueMap ResolveRequest(IReadOnlyList<NamedText>? headers, ProblemList problems)
    {
        RefuseFraming(headers?.Where(header => FramingOfRequest.Contains(header.Name) && header.Text.Value.Length > 0), "a request", problems);
        foreach (var host in headers?.Where(header => header.Name.Equals("Host", StringComparison.OrdinalIgnoreCase)).Select(header => header.Text) ?? [])
        {
            if (host.Value.Length > 0 && (host.Value.AsSpan().ContainsAnyExcept(HostCharacters) || !Uri.TryCreate($"http://{host.Value}/", UriKind.Absolute, out _)))
            {
                problems.Add(host.Place, ProblemCodes.InvalidHeader, $"'{host.Value}' is not a host. Use a name or an address, with a port if needed, such as 'example.org:8080'.");
            }
        }

        return Resolve(headers, problems);
    }

    private static void RefuseFraming(IEnumerable<NamedText>? headers, string message, ProblemList problems)
    {
        foreach (var header in headers ?? [])
        {
            problems.Add(header.Place, ProblemCodes.InvalidHeader, $"'{header.Name}' says how {message} is sent, which only the server knows.");
        }
    }

    private static ValueMap Resolve(IReadOnlyList<NamedText>? headers, ProblemList problems)
    {
        if (headers is null)
        {
            return ValueMap.Empty;
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in headers)
        {
            if (header.Name.Length == 0 || header.Name.AsSpan().ContainsAnyExcept(NameCharacters))
            {
                problems.Add(header.Place, ProblemCodes.InvalidHeader, $"'{header.Name}' cannot be the name of a header.");
            }
            else if (!names.Add(header.Name))
            {
                problems.Add(header.Place, ProblemCodes.DuplicateKey, $"The header '{header.Name}' is there already; upper and lower case are the same.");
            }

            if (header.Text.Value.Any(letter => char.IsControl(letter) && letter != '\t'))
            {
                problems.Add(header.Text.Place, ProblemCodes.InvalidHeader, $"The value of '{header.Name}' holds a line end or another control character.");
            }
        }

        return new(headers.Select(header => KeyValuePair.Create(header.Name, header.Text.Value)));
    }
}
