using System.Buffers;
using ProcessProxy.Configuration.Entries;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks the headers that a route sets.</summary>
internal static class RouteHeaders
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

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
