using ProcessProxy.Configuration.Keys.Kinds;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys;

/// <summary>The meaning of a single value where a map is expected.</summary>
/// <param name="Type">The name of the type in the documentation: <c>true, false, or a map</c>.</param>
internal abstract record ShortForm(string Type)
{
    /// <summary><c>true</c> is a map without keys, <c>false</c> is no map.</summary>
    public static ShortForm Flag { get; } = new FlagForm();

    /// <summary>Gets whether any text is accepted, or only true and false.</summary>
    public abstract bool TakesText { get; }

    /// <summary>Returns the map that a single value stands for, or null if there is none or the value is invalid, which is reported.</summary>
    public abstract MapNode? Read(ScalarNode written, Place place, Reading reading);

    /// <summary>Returns a map of keys, all of them at the place of the short form.</summary>
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

/// <summary>A health check that is on or off, or on with an address.</summary>
internal sealed record HealthCheckForm() : ShortForm("true, false, a path or URL, or a map")
{
    private const int LongestShown = 40;

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

        var shown = written.Text.Length > LongestShown ? "this text" : written.IsPlain ? $"'{written.Text}'" : $"the text '{written.Text}'";
        reading.Problems.Add(
            place, ProblemCodes.WrongType, $"'{place.Key}' must be true, false, a path that begins with '/', a full URL, or a map of keys, not {shown}.",
            written.Text is "true" or "false" ? written.Text : null);
        return null;
    }
}
