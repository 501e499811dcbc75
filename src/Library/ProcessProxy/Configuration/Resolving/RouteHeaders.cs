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

    /// <summary>They say where an answer ends and what becomes of its connection.</summary>
    private static readonly FrozenSet<string> Framing =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Connection", "Content-Length", "Keep-Alive", "Transfer-Encoding", "Upgrade");

    /// <summary>The headers of an answer.</summary>
    public static ValueMap ResolveResponse(IReadOnlyList<NamedText>? headers, ProblemList problems)
    {
        foreach (var header in headers?.Where(header => Framing.Contains(header.Name)) ?? [])
        {
            problems.Add(header.Place, ProblemCodes.InvalidHeader, $"'{header.Name}' says how an answer is sent, which only the server knows.");
        }

        return Resolve(headers, problems);
    }

    /// <summary>The headers of a request.</summary>
    public static ValueMap Resolve(IReadOnlyList<NamedText>? headers, ProblemList problems)
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
