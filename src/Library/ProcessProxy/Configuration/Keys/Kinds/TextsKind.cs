using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys.Kinds;

/// <summary>A list of texts; an empty item must be quoted.</summary>
/// <param name="type">The name of the type in the documentation.</param>
internal sealed class TextsKind(string type = "list of texts") : ValueKind<ValueList<string>>
{
    public override ValueShape Shape { get; } = new(ValueForm.Texts, type);

    public override bool TryRead(ConfigNode written, Place place, Reading reading, out ValueList<string> value)
    {
        value = [];
        if (written is not ListNode list)
        {
            WrongType(written, place, reading, "a list of texts, such as [one, two]");
            return false;
        }

        value = [.. Placed(list, place, reading).Select(item => item.Text)];
        return true;
    }

    public override bool TryAccept(ValueList<string> set, Place place, Reading reading, out ValueList<string> value)
    {
        value = [.. set.Select((text, index) => TextRules.CheckSet(text, place.Item(index), reading.Problems)).OfType<string>()];
        return value.Count == set.Count;
    }

    public override string Show(ValueList<string> value) => $"[{string.Join(", ", value)}]";

    public override object ToWire(ValueList<string> value) => value.ToArray();

    /// <summary>Returns the valid texts of a list with their places; errors in the others are reported.</summary>
    public static IEnumerable<(string Text, Place Place)> Placed(ListNode list, Place place, Reading reading)
    {
        for (var index = 0; index < list.Items.Count; index++)
        {
            var item = list.Items[index];
            var at = new Place(place.File, item.Line, item.Column, $"{place.Key}[{index}]");
            if (item is not ScalarNode scalar)
            {
                reading.Problems.Add(at, ProblemCodes.WrongType, $"'{at.Key}' must be text, not {item.Kind}.");
            }
            else if (scalar.IsPlain && scalar.Text.Length == 0)
            {
                reading.Problems.Add(at, ProblemCodes.EmptyValue, $"'{at.Key}' is empty. Write \"\" for an empty text.");
            }
            else if (TextRules.Check(scalar.Text, at, reading.Problems) is { } text)
            {
                yield return (text, at);
            }
        }
    }
}
