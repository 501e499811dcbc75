using System.Globalization;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys.Kinds;

/// <summary>A port, or <c>auto</c>.</summary>
internal sealed class PortKind : ValueKind<PortSpec>
{
    private const string Auto = "auto";
    private const string Expected = "auto or a port from 1 to 65535";

    public override ValueShape Shape { get; } = new(ValueForm.Whole, $"`{Auto}` or 1..65535") { Least = 1, Most = ushort.MaxValue, Choices = [Auto] };

    public override bool TryRead(ConfigNode written, Place place, Reading reading, out PortSpec value)
    {
        value = new();
        if (written is ScalarNode { Text: Auto })
        {
            return true;
        }

        if (written is ScalarNode { IsPlain: true } scalar && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            value = new() { Number = number };
            return TryAccept(value, place, reading, out value);
        }

        WrongType(written, place, reading, Expected);
        return false;
    }

    public override bool TryAccept(PortSpec set, Place place, Reading reading, out PortSpec value)
    {
        value = set;
        if (set.Number is null or (> 0 and <= ushort.MaxValue))
        {
            return true;
        }

        reading.Problems.Add(place, ProblemCodes.OutOfRange, $"'{place.Key}' must be {Expected}.");
        return false;
    }

    public override string Show(PortSpec value) => value.ToString();

    public override object ToWire(PortSpec value) => value.Number is { } number ? (long)number : Auto;

    /// <summary>Describes another number; the variable is a key of its own.</summary>
    public override IEnumerable<string> Differences(string key, bool isSecret, object? old, object? updated) =>
        Shown(old) == Shown(updated) ? [] : base.Differences(key, isSecret, old, updated);
}

/// <summary>A range of ports: <c>20000-29999</c>.</summary>
internal sealed class PortRangeKind : ValueKind<PortRange>
{
    private const int Least = 1024;
    private const string Expected = "two ports from 1024 to 65535, such as 20000-29999";

    public override ValueShape Shape { get; } = new(ValueForm.Text, "port-port");

    public override bool TryRead(ConfigNode written, Place place, Reading reading, out PortRange value)
    {
        value = new();
        if (written is ScalarNode scalar && scalar.Text.Split('-', StringSplitOptions.TrimEntries) is [var first, var last]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from) && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to))
        {
            value = new() { First = from, Last = to };
            return TryAccept(value, place, reading, out value);
        }

        WrongType(written, place, reading, Expected);
        return false;
    }

    public override bool TryAccept(PortRange set, Place place, Reading reading, out PortRange value)
    {
        value = set;
        if (set.First >= Least && set.Last <= ushort.MaxValue && set.First <= set.Last)
        {
            return true;
        }

        reading.Problems.Add(place, ProblemCodes.OutOfRange, $"'{place.Key}' must be {Expected}, the lower one first.");
        return false;
    }

    public override string Show(PortRange value) => value.ToString();

    public override object ToWire(PortRange value) => value.ToString();
}
