using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Resolving;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys.Kinds;

/// <summary>One or several URLs that requests go to.</summary>
/// <param name="isList">Whether a list is written, or one URL.</param>
internal sealed class TargetKind(bool isList) : ValueKind<ValueList<Uri>>
{
    // A bit for each in one word records which ones a request has been sent to.
    private const int MostTargets = 64;

    private const string Scheme = "http://";

    public override ValueShape Shape { get; } = isList ? new(ValueForm.Texts, "list of http(s) URLs") : new(ValueForm.Text, "http(s) URL");

    public override bool TryRead(ConfigNode written, Place place, Reading reading, out ValueList<Uri> value)
    {
        value = [];
        if (!isList)
        {
            value = TextKind.TryText(written, place, reading, out var text) && Target(text, place, reading) is { } one ? [one] : [];
            return value.Count > 0;
        }

        if (written is not ListNode list)
        {
            WrongType(written, place, reading, "a list of texts, such as [one, two]");
            return false;
        }

        var targets = new List<Uri>();
        foreach (var (text, at) in TextsKind.Placed(list, place, reading))
        {
            if (Target(text, at, reading) is not { } target)
            {
                continue;
            }

            if (targets.Contains(target))
            {
                Again(text, at, reading);
            }

            targets.Add(target);
        }

        value = [.. targets];
        return IsRight(value, place, reading) && targets.Count == list.Items.Count;
    }

    public override bool TryAccept(ValueList<Uri> set, Place place, Reading reading, out ValueList<Uri> value)
    {
        value = set;
        if (!isList)
        {
            // Code sets one URL as text. In a spec, the key for several has the same targets, and checks them.
            return true;
        }

        var areTargets = true;
        for (var index = 0; index < set.Count; index++)
        {
            if (!IsTarget(set[index]))
            {
                Refuse(set[index].OriginalString, set[index].OriginalString, place.Item(index), reading);
                areTargets = false;
            }
            else if (set.Take(index).Contains(set[index]))
            {
                Again(set[index].OriginalString, place.Item(index), reading);
            }
        }

        return IsRight(set, place, reading) && areTargets;
    }

    public override string? Show(ValueList<Uri> value) => $"[{string.Join(", ", value)}]";

    public override object? ToWire(ValueList<Uri> value) => value.Select(target => target.OriginalString).ToArray();

    /// <summary>Reports a target that a route has twice.</summary>
    public static void Again(string text, Place place, Reading reading) =>
        reading.Problems.Add(place, ProblemCodes.Contradiction, $"The target '{text}' is already listed.");

    private static bool IsRight(ValueList<Uri> targets, Place place, Reading reading)
    {
        if (targets.Count > MostTargets)
        {
            reading.Problems.Add(place, ProblemCodes.OutOfRange, $"A route can have at most {MostTargets} targets, not {targets.Count}.");
        }

        return targets.Count <= MostTargets;
    }

    private static Uri? Target(string written, Place place, Reading reading)
    {
        if (reading.Expansion.Expand(written, place) is not { } text)
        {
            return null;
        }

        if (HttpUrl.TryParse(text, out var target) && IsTarget(target))
        {
            return target;
        }

        // As it was written: the value of a variable may be confidential.
        Refuse(written, text, place, reading);
        return null;
    }

    private static bool IsTarget(Uri target) =>
        HttpUrl.TryParse(target.OriginalString, out _) && target.Query.Length == 0 && target.Fragment.Length == 0;

    private static void Refuse(string written, string text, Place place, Reading reading)
    {
        if (HasWrongPort(text))
        {
            reading.Problems.Add(place, ProblemCodes.InvalidTarget, $"The port of the target '{written}' must be from 1 to {ushort.MaxValue}.");
            return;
        }

        var isWithoutScheme = !text.Contains("://", StringComparison.Ordinal) && HttpUrl.TryParse(Scheme + text, out var full) && IsTarget(full);
        reading.Problems.Add(
            place, ProblemCodes.InvalidTarget, $"The target '{written}' must be a full http:// or https:// URL, without a user, query or fragment.",
            isWithoutScheme ? Scheme + written : null);
    }

    /// <summary>Returns whether a URL is right but for the number of its port.</summary>
    private static bool HasWrongPort(string text)
    {
        var authority = text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var end ? end + 3 : text.Length;
        var path = text.IndexOf('/', authority) is >= 0 and var slash ? slash : text.Length;
        var port = text.LastIndexOf(':', path - 1, path - authority);
        var digits = port < 0 ? [] : text.AsSpan(port + 1, path - port - 1);
        return digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9') && !(ushort.TryParse(digits, out var number) && number > 0)
            && HttpUrl.TryParse(text.Remove(port, path - port), out var target) && IsTarget(target);
    }
}
