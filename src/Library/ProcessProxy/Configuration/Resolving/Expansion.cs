using System.Text;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>
/// Replaces <c>${NAME}</c> and <c>${NAME:-default}</c> with variables of the server's environment; <c>$${</c> stands for
/// <c>${</c>, and every other dollar sign for itself. As in a shell, a default also replaces an empty value.
/// </summary>
/// <param name="environment">The variables; null to leave every text unchanged.</param>
/// <param name="problems">The list that receives problems.</param>
internal sealed class Expansion(IReadOnlyDictionary<string, string>? environment, ProblemList problems)
{
    private const string Opening = "${";
    private const string Literal = "$${";

    /// <summary>Gets the names of all variables used so far.</summary>
    public SortedSet<string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>Returns the text with all variables replaced; null, and reports a problem, if this is impossible.</summary>
    /// <param name="text">The text as it was written.</param>
    /// <param name="place">The place of the text.</param>
    public string? Expand(string text, Place place)
    {
        var next = text.IndexOf(Opening, StringComparison.Ordinal);
        if (next < 0 || environment is null)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var position = 0;
        var failed = false;
        for (; next >= 0; next = text.IndexOf(Opening, position, StringComparison.Ordinal))
        {
            if (next > position && text[next - 1] == '$')
            {
                result.Append(text, position, next - 1 - position).Append(Opening);
                position = next + Opening.Length;
                continue;
            }

            result.Append(text, position, next - position);
            var end = text.IndexOf('}', next);
            if (end < 0)
            {
                Malformed(place, $"'{Opening}' has no closing brace; write '{Literal}' for the literal characters.");
                return null;
            }

            var value = ValueOf(text[(next + Opening.Length)..end], place);
            failed |= value is null;
            result.Append(value);
            position = end + 1;
        }

        return failed ? null : result.Append(text, position, text.Length - position).ToString();
    }

    private string? ValueOf(string reference, Place place)
    {
        var split = reference.IndexOf(":-", StringComparison.Ordinal);
        var name = split < 0 ? reference : reference[..split];
        var fallback = split < 0 ? null : reference[(split + 2)..];
        if (!IsName(name))
        {
            Malformed(place, $"'{name}' is not the name of a variable. Use '${{NAME}}' or '${{NAME:-default}}'.");
            return null;
        }

        if (fallback?.Contains(Opening, StringComparison.Ordinal) == true)
        {
            Malformed(place, $"the default of '{name}' cannot refer to another variable.");
            return null;
        }

        Names.Add(name);
        if (environment!.TryGetValue(name, out var value) && (value.Length > 0 || fallback is null))
        {
            return value;
        }

        if (fallback is null)
        {
            problems.Add(place, ProblemCodes.UndefinedVariable,
                $"'{place.Key}' refers to the environment variable '{name}', which is not defined and has no default. Set a default with '${{{name}:-value}}'.");
        }

        return fallback;
    }

    private void Malformed(Place place, string what) => problems.Add(place, ProblemCodes.MalformedExpansion, $"In '{place.Key}': {what}");

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
