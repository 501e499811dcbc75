using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys.Kinds;

/// <summary>A list of IDs, or a map from IDs to conditions: <c>[db]</c>, <c>{ migrate: completed }</c>.</summary>
internal sealed class DependenciesKind : ValueKind<ValueList<Dependency>>
{
    private static readonly ChoiceKind<DependencyCondition> Conditions =
        new(("started", DependencyCondition.Started), ("healthy", DependencyCondition.Healthy), ("completed", DependencyCondition.Completed));

    public override ValueShape Shape { get; } =
        new(ValueForm.TextsOrMap, "list of ids, or map: id → `started`, `healthy`, `completed`") { Choices = Conditions.Shape.Choices };

    public override bool TryRead(ConfigNode written, Place place, Reading reading, out ValueList<Dependency> value)
    {
        value = [];
        if (written is MapNode map)
        {
            value = [.. OfMap(map, place, reading)];
            return value.Count == map.Entries.Count;
        }

        if (written is not ListNode list)
        {
            WrongType(written, place, reading, "a list of ids, such as [one, two], or a map, such as { one: healthy }");
            return false;
        }

        if (list.Items.Index().Count(item => IsEmpty(item.Item, place.Item(item.Index), reading)) > 0)
        {
            return false;
        }

        value = [.. TextsKind.Placed(list, place, reading).Select(item => new Dependency(item.Text))];
        return true;
    }

    public override bool TryAccept(ValueList<Dependency> set, Place place, Reading reading, out ValueList<Dependency> value)
    {
        value = set;
        var areRight = true;
        for (var index = 0; index < set.Count; index++)
        {
            var at = place.Item(index);
            areRight &= TextRules.CheckSet(set[index]?.Id, at, reading.Problems) is not null
                && (set[index].Condition is not { } condition || Conditions.TryAccept(condition, at, reading, out _));
        }

        return areRight;
    }

    public override string Show(ValueList<Dependency> value) =>
        $"[{string.Join(", ", value.Select(dependency => dependency.Condition is { } condition ? $"{dependency.Id}: {Conditions.Show(condition)}" : dependency.Id))}]";

    /// <summary>Shows a list of IDs if no condition is named, as in the file.</summary>
    public override object ToWire(ValueList<Dependency> value) => value.All(dependency => dependency.Condition is null)
        ? value.Select(dependency => dependency.Id).ToArray()
        : value.Select(dependency => KeyValuePair.Create(dependency.Id, (object?)(dependency.Condition is { } condition ? Conditions.Show(condition) : null))).ToList();

    /// <summary>Returns whether an item is no ID at all, and reports it.</summary>
    private static bool IsEmpty(ConfigNode item, Place place, Reading reading)
    {
        if (item.IsEmpty)
        {
            reading.Problems.Add(place with { Line = item.Line, Column = item.Column }, ProblemCodes.EmptyValue, $"'{place.Key}' is empty.");
        }

        return item.IsEmpty;
    }

    private static IEnumerable<Dependency> OfMap(MapNode map, Place place, Reading reading)
    {
        foreach (var (key, condition) in map.Entries)
        {
            var at = new Place(place.File, condition.Line, condition.Column, $"{place.Key}.{key.Text}");
            if (condition.IsEmpty)
            {
                yield return new(key.Text);
            }
            else if (Conditions.TryRead(condition, at, reading, out var value))
            {
                yield return new(key.Text, value);
            }
        }
    }
}
