using System.Text;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>
/// Replaces <c>${NAME}</c> and <c>${NAME:-default}</c> with variables of the server's environment; <c>$${</c> stands for
/// <c>${</c>, and every other dollar sign for itself. As in a shell, a default also replaces an empty value.
/// </summary>
/// <param name="environment">The variables; null to leave every text unchanged.</param>
/// <param name="problems">The list that receives problems.</param>
/// <param name="own">
/// The names that are not variables of the server, but have a value in each instance of a process. They stay as they are written, so the result
/// is a text of <see cref="InstanceText"/>.
/// </param>
internal sealed class Expansion(IReadOnlyDictionary<string, string>? environment, ProblemList problems, params IReadOnlyList<string> own)
{
    private const string Opening = "${";
    private const string Literal = "$${";
    private const string Default = ":-";

    /// <summary>Gets the names of all variables used so far.</summary>
    public SortedSet<string> Names { get; private init; } = new(StringComparer.Ordinal);

    /// <summary>Gets the names that stay.</summary>
    public IReadOnlyList<string> Own => own;

    /// <summary>Returns the same expansion with names that stay.</summary>
    public Expansion Keeping(IReadOnlyList<string> names) => names.Count == 0 ? this : new(environment, problems, names) { Names = Names };

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
        var kept = new StringBuilder();
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

            var reference = text[(next + Opening.Length)..end];
            if (own.Contains(NameIn(reference)))
            {
                failed |= !Keep(NameIn(reference));
            }
            else
            {
                var value = ValueOf(reference, place);
                failed |= value is null;
                result.Append(value);
            }

            position = end + 1;
        }

        result.Append(text, position, text.Length - position);
        return failed ? null : kept.Append(InstanceText.Escaped(result.ToString(), own)).ToString();

        bool Keep(string name)
        {
            var literal = result.ToString();
            kept.Append(InstanceText.Escaped(literal, own)).Append(InstanceText.Reference(name));
            result.Clear();
            if (!literal.EndsWith('$'))
            {
                return true;
            }

            Malformed(place, $"a '$' cannot be followed by '{InstanceText.Reference(name)}', because both together stand for the literal characters.");
            return false;
        }
    }

    private static string NameIn(string reference) => reference.IndexOf(Default, StringComparison.Ordinal) is >= 0 and var split ? reference[..split] : reference;

    private string? ValueOf(string reference, Place place)
    {
        var name = NameIn(reference);
        var fallback = name.Length == reference.Length ? null : reference[(name.Length + Default.Length)..];
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
