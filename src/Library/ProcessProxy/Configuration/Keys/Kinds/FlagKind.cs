using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys.Kinds;

/// <summary>True or false.</summary>
internal sealed class FlagKind : ValueKind<bool>
{
    public override ValueShape Shape { get; } = new(ValueForm.Flag, "true, false");

    public override bool TryRead(ConfigNode written, Place place, Reading reading, out bool value)
    {
        if (IsFlag(written, out value))
        {
            return true;
        }

        WrongType(written, place, reading, "true or false", (written as ScalarNode)?.Text.ToLowerInvariant() switch
        {
            "yes" or "on" or "y" or "true" or "1" => "true",
            "no" or "off" or "n" or "false" or "0" => "false",
            _ => null,
        });
        return false;
    }

    public override string Show(bool value) => value ? "true" : "false";

    public override object ToWire(bool value) => value;

    /// <summary>Returns whether a value is true or false, and which.</summary>
    public static bool IsFlag(ConfigNode written, out bool value)
    {
        var text = (written as ScalarNode)?.Text;
        value = text is "true" or "True" or "TRUE";
        return written is ScalarNode { IsPlain: true } && (value || text is "false" or "False" or "FALSE");
    }
}
