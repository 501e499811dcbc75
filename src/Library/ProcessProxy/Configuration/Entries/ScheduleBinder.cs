using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Entries;

/// <summary><c>schedule</c> of a process as it was written.</summary>
internal sealed record ScheduleEntry
{
    public required Place Place { get; init; }

    public Written<string>? Cron { get; init; }

    /// <summary>Whether an expression was written, be it wrong: it is then not missing too.</summary>
    public bool HasCron { get; init; }

    public Written<string>? TimeZone { get; init; }

    public Written<OverlapAction>? Overlap { get; init; }

    public Written<TimeSpan>? MaxDuration { get; init; }
}

/// <summary>Reads <c>schedule</c>.</summary>
internal static class ScheduleBinder
{
    private static readonly Dictionary<string, OverlapAction> Overlaps = new(StringComparer.Ordinal)
    {
        ["skip"] = OverlapAction.Skip,
        ["queue"] = OverlapAction.Queue,
        ["kill"] = OverlapAction.Kill,
    };

    public static ScheduleEntry? Bind(MapReader? map)
    {
        if (map is null)
        {
            return null;
        }

        var entry = new ScheduleEntry
        {
            Place = map.Place,
            HasCron = map.Find("cron") is not null,
            Cron = map.Text("cron"),
            TimeZone = map.Text("timezone"),
            Overlap = map.Choice("overlap", Overlaps),
            MaxDuration = map.Milliseconds("maxDuration", least: 1),
        };
        map.RejectUnknown();
        return entry;
    }
}
