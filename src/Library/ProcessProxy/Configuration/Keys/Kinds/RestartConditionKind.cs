using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys.Kinds;

/// <summary>True, false, or <c>onFailure</c>.</summary>
internal sealed class RestartConditionKind : ValueKind<RestartCondition>
{
    private const string OnFailure = "onFailure";

    /// <summary>The words of other supervisors, in lower case and without dashes.</summary>
    private static readonly Dictionary<string, string> Foreign = new(StringComparer.Ordinal)
    {
        ["always"] = "true", ["unlessstopped"] = "true", ["yes"] = "true", ["on"] = "true", ["true"] = "true", ["1"] = "true",
        ["no"] = "false", ["never"] = "false", ["off"] = "false", ["false"] = "false", ["0"] = "false",
        ["onfailure"] = OnFailure, ["unexpected"] = OnFailure, ["exitonfailure"] = OnFailure,
    };

    public override ValueShape Shape { get; } = new(ValueForm.Flag, $"true, false, `{OnFailure}`") { Choices = [OnFailure] };

    public override bool TryRead(ConfigNode written, Place place, Reading reading, out RestartCondition value)
    {
        value = default;
        if (FlagKind.IsFlag(written, out var isOn))
        {
            value = isOn ? RestartCondition.Always : RestartCondition.Never;
            return true;
        }

        var text = (written as ScalarNode)?.Text;
        if (text == OnFailure)
        {
            value = RestartCondition.OnFailure;
            return true;
        }

        WrongType(written, place, reading, $"true, false or {OnFailure}",
            text is null ? null : Foreign.GetValueOrDefault(text.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant()));
        return false;
    }

    public override bool TryAccept(RestartCondition set, Place place, Reading reading, out RestartCondition value)
    {
        value = set;
        if (Enum.IsDefined(set))
        {
            return true;
        }

        reading.Problems.Add(place, ProblemCodes.NotAChoice, $"'{place.Key}' must be one of true, false, {OnFailure}, not '{set}'.");
        return false;
    }

    public override string Show(RestartCondition value) => value switch
    {
        RestartCondition.Always => "true",
        RestartCondition.Never => "false",
        RestartCondition.OnFailure => OnFailure,
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such condition."),
    };

    public override object ToWire(RestartCondition value) => value switch
    {
        RestartCondition.OnFailure => OnFailure,
        _ => value == RestartCondition.Always,
    };
}
