using System.Globalization;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys.Kinds;

/// <summary>Values that are written as a whole number in a range.</summary>
/// <typeparam name="T">The type of a value.</typeparam>
internal abstract class NumberKind<T>(long least, long most, string expected) : ValueKind<T>
{
    private const int LongestShown = 40;

    public override bool TryRead(ConfigNode written, Place place, Reading reading, out T value)
    {
        value = default!;
        if (Number(written) is not { } number)
        {
            WrongType(written, place, reading, expected);
            return false;
        }

        value = Value(number);
        var text = ((ScalarNode)written).Text;
        return IsInRange(number, long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? InUnits(number) : text, place, reading);
    }

    public override bool TryAccept(T set, Place place, Reading reading, out T value)
    {
        value = set;
        return IsInRange(NumberOf(set), InUnits(NumberOf(set)), place, reading);
    }

    public override object? ToWire(T value) => NumberOf(value);

    /// <summary>Returns the number that a text with a unit stands for, such as <c>5m</c>, or null if the text means nothing.</summary>
    protected virtual long? Parse(string text) => null;

    /// <summary>Returns a number with the unit that people write, or null for a number without a unit.</summary>
    protected virtual string? InUnits(long number) => null;

    protected abstract T Value(long number);

    protected abstract long NumberOf(T value);

    private bool IsInRange(long number, string? written, Place place, Reading reading)
    {
        if (number >= least && number <= most)
        {
            return true;
        }

        var limit = number < least ? InUnits(least) : InUnits(most);
        reading.Problems.Add(
            place, ProblemCodes.OutOfRange, limit is null
                ? $"'{place.Key}' must be from {least} to {most}."
                : $"'{place.Key}' must be at {(number < least ? "least" : "most")} {limit}{(written is { Length: <= LongestShown } ? $"; it is {written}" : "")}.");
        return false;
    }

    private long? Number(ConfigNode written)
    {
        if (written is not ScalarNode scalar)
        {
            return null;
        }

        if (scalar.IsPlain)
        {
            if (long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }

            if (scalar.Text.AsSpan().TrimStart("+-") is { Length: > 0 } digits && !digits.ContainsAnyExceptInRange('0', '9'))
            {
                return scalar.Text[0] == '-' ? long.MinValue : long.MaxValue;
            }
        }

        return Parse(scalar.Text);
    }
}

/// <summary>A whole number.</summary>
internal sealed class CountKind(int least, int most) : NumberKind<int>(least, most, "a whole number")
{
    public override ValueShape Shape { get; } = new(ValueForm.Whole, $"{least}..{most}") { Least = least, Most = most };

    public override string Show(int value) => value.ToString(CultureInfo.InvariantCulture);

    protected override int Value(long number) => (int)Math.Clamp(number, int.MinValue, int.MaxValue);

    protected override long NumberOf(int value) => value;
}

/// <summary>A duration: whole milliseconds, or text with a unit.</summary>
internal sealed class DurationKind(int least) : NumberKind<TimeSpan>(least, Longest, "a whole number of milliseconds, or a duration such as 500ms, 2s, 5m, 1h or 1d")
{
    /// <summary>The longest duration that all timers accept: 2,147,483,647 ms, about 24 days.</summary>
    public const long Longest = int.MaxValue;

    public override ValueShape Shape { get; } = new(ValueForm.Duration, least == 0 ? "duration" : "duration from 1 ms") { Least = least, Most = Longest, Unit = "ms" };

    public override string Show(TimeSpan value) => value.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture);

    protected override long? Parse(string text) => Units.Milliseconds(text);

    protected override string InUnits(long number) => number == Longest ? "24 days" : Units.Duration(number);

    protected override TimeSpan Value(long number) => TimeSpan.FromMilliseconds(Math.Clamp(number, 0, Longest));

    protected override long NumberOf(TimeSpan value) => (long)value.TotalMilliseconds;
}

/// <summary>A size: bytes, or text with a unit.</summary>
internal sealed class SizeKind(long least, long most) : NumberKind<long>(least, most, "a number of bytes, or a size such as 512M, 50MB or 1G")
{
    public override ValueShape Shape { get; } = new(ValueForm.Size, least > 1 ? $"size from {Units.Size(least)}" : "size") { Least = least, Most = most, Unit = "bytes" };

    public override string Show(long value) => value.ToString(CultureInfo.InvariantCulture);

    protected override long? Parse(string text) => Units.Bytes(text);

    protected override string InUnits(long number) => Units.Size(number);

    protected override long Value(long number) => number;

    protected override long NumberOf(long value) => value;
}
