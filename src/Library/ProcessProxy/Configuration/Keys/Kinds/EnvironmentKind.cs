using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys.Kinds;

/// <summary>The environment variables of a program, and those of the server that it does not get.</summary>
/// <param name="Set">The variables with their values.</param>
/// <param name="Unset">The names that are removed.</param>
internal sealed record EnvironmentChange(ValueMap Set, ValueList<string> Unset);

/// <summary>A map of environment variables: a value, or null to remove the server's.</summary>
internal sealed class EnvironmentKind : ValueKind<EnvironmentChange>
{
    private const string ServerPrefix = "PROCESSPROXY_";

    public override ValueShape Shape { get; } = new(ValueForm.TextMap, "map: name → text");

    public override bool TryRead(ConfigNode written, Place place, Reading reading, out EnvironmentChange value)
    {
        value = new(ValueMap.Empty, []);
        if (TextMapKind.Read(written, place, reading) is not { } variables)
        {
            return false;
        }

        var set = new List<KeyValuePair<string, string>>(variables.Count);
        foreach (var variable in variables)
        {
            CheckName(variable.Name, variable.Place, reading.Problems);
            if (!variable.IsNull && reading.Expansion.Expand(variable.Text, variable.ValuePlace) is { } text)
            {
                set.Add(new(variable.Name, text));
            }
        }

        value = new(new(set), [.. variables.Where(variable => variable.IsNull).Select(variable => variable.Name)]);
        return true;
    }

    public override bool TryAccept(EnvironmentChange set, Place place, Reading reading, out EnvironmentChange value)
    {
        value = set;
        foreach (var name in set.Set.Keys.Concat(set.Unset))
        {
            var at = place with { Key = $"{place.Key}.{name}" };
            CheckName(name, at, reading.Problems);
            TextRules.Check(name + set.Set.GetValueOrDefault(name), at, reading.Problems);
        }

        return TextMapKind.Named(set.Set, place, reading) is not null;
    }

    public override string? Show(EnvironmentChange value) => null;

    public override object? ToWire(EnvironmentChange value) => value.Set;

    public override IEnumerable<string> Differences(string key, bool isSecret, object? old, object? updated)
    {
        var (before, after) = ((EnvironmentChange)old!, (EnvironmentChange)updated!);
        foreach (var name in after.Set.Keys.Union(after.Unset).Union(before.Set.Keys).Union(before.Unset))
        {
            var (was, isNow) = (before.Set.GetValueOrDefault(name), after.Set.GetValueOrDefault(name));
            if (before.Unset.Contains(name) != after.Unset.Contains(name))
            {
                yield return $"{key}.{name} {(after.Unset.Contains(name) ? "is no longer passed on" : "is passed on again")}";
            }
            else if (was != isNow)
            {
                yield return ShownValue.Difference($"{key}.{name}", ShownValue.OfVariable(name, was), ShownValue.OfVariable(name, isNow));
            }
        }
    }

    /// <summary>Returns the name of a variable that the server sets for the program; an invalid one is reported.</summary>
    public static string? CheckOwn(string name, Place place, Reading reading)
    {
        if (name.StartsWith(ServerPrefix, StringComparison.OrdinalIgnoreCase))
        {
            reading.Problems.Add(place, ProblemCodes.InvalidEnvName, $"'{place.Key}' cannot be '{name}', because the server itself uses variables that begin with {ServerPrefix}.");
            return null;
        }

        return CheckName(name, place, reading.Problems) ? name : null;
    }

    private static bool CheckName(string name, Place place, ProblemList problems)
    {
        if (name.Length == 0 || name.Contains('='))
        {
            problems.Add(place, ProblemCodes.InvalidEnvName, $"'{name}' is not a valid name of an environment variable.");
            return false;
        }

        return true;
    }
}
