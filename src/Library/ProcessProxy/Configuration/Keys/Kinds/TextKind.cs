using System.Diagnostics.CodeAnalysis;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys.Kinds;

/// <summary>Text that is not empty. Any single value is accepted as written, so <c>command: true</c> is a program.</summary>
/// <param name="type">The name of the type in the documentation.</param>
/// <param name="check">Reports an invalid text; otherwise returns its final form. Default: any text is valid.</param>
internal class TextKind(string type, Func<string, Place, Reading, string?>? check = null) : ValueKind<string>
{
    public override ValueShape Shape { get; } = new(ValueForm.Text, type);

    public override bool TryRead(ConfigNode written, Place place, Reading reading, [NotNullWhen(true)] out string? value) =>
        (value = TryText(written, place, reading, out var text) ? Complete(text, place, reading) : null) is not null;

    public override bool TryAccept(string set, Place place, Reading reading, [NotNullWhen(true)] out string? value)
    {
        value = null;
        if (string.IsNullOrEmpty(set))
        {
            reading.Problems.Add(place, ProblemCodes.EmptyValue, $"'{place.Key}' is empty.");
            return false;
        }

        value = TextRules.Check(set, place, reading.Problems) is { } text ? Complete(text, place, reading) : null;
        return value is not null;
    }

    public override string? Show(string value) => value;

    public override object? ToWire(string value) => value;

    /// <summary>Reads any single value as text, or reports that it is empty or not a single value.</summary>
    public static bool TryText(ConfigNode written, Place place, Reading reading, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (written is not ScalarNode scalar)
        {
            WrongType(written, place, reading, "text");
        }
        else if (scalar.Text.Length == 0)
        {
            reading.Problems.Add(place, ProblemCodes.EmptyValue, $"'{place.Key}' is empty.");
        }
        else
        {
            text = TextRules.Check(scalar.Text, place, reading.Problems);
        }

        return text is not null;
    }

    /// <summary>Checks a text and completes it; returns null and reports a problem if it is invalid.</summary>
    protected virtual string? Complete(string text, Place place, Reading reading) => check is null ? text : check(text, place, reading);
}
