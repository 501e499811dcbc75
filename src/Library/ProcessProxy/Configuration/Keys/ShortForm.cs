using ProcessProxy.Configuration.Keys.Kinds;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys;

/// <summary>What a single value stands for where a map is expected.</summary>
/// <param name="Type">The type as the documentation has it: <c>true, false, or a map</c>.</param>
internal abstract record ShortForm(string Type)
{
    /// <summary><c>true</c> is a map without keys, <c>false</c> is none.</summary>
    public static ShortForm Flag { get; } = new FlagForm();

    /// <summary>Gets whether any text may be written, or only true and false.</summary>
    public abstract bool TakesText { get; }

    /// <summary>The map that a single value stands for; null when it stands for none, or cannot be read and is reported.</summary>
    public abstract MapNode? Read(ScalarNode written, Place place, Reading reading);

    /// <summary>A map of keys, all of them at the place of the short form.</summary>
    protected static MapNode Map(ScalarNode at, params (string Key, string Text)[] keys) => new(
        at.Line, at.Column,
        [.. keys.Select(key => new MapEntry(new(at.Line, at.Column, key.Key, isPlain: true), new ScalarNode(at.Line, at.Column, key.Text, isPlain: true)))],
        at.Size);

    private sealed record FlagForm() : ShortForm("true, false, or a map")
    {
        public override bool TakesText => false;

        public override MapNode? Read(ScalarNode written, Place place, Reading reading) =>
            new FlagKind().TryRead(written, place, reading, out var isOn) && isOn ? Map(written) : null;
    }
}

/// <summary>A health check that is on or off, or on at an address.</summary>
internal sealed record HealthCheckForm() : ShortForm("true, false, a path or URL, or a map")
{
    public override bool TakesText => true;

    public override MapNode? Read(ScalarNode written, Place place, Reading reading)
    {
        if (FlagKind.IsFlag(written, out var isOn))
        {
            return Map(written, ("enabled", isOn ? "true" : "false"));
        }

        if (written.Text.StartsWith('/') || written.Text.Contains("://", StringComparison.Ordinal))
        {
            return Map(written, ("enabled", "true"), ("path", written.Text));
        }

        reading.Problems.Add(place, ProblemCodes.WrongType,
            $"'{place.Key}' must be true, false, a path such as /health, a full URL, or a map of keys, not {MapReader.Describe(written)}.");
        return null;
    }
}
