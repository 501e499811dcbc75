using ProcessProxy.Configuration.Entries;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Decides when a job runs.</summary>
internal sealed class ScheduleResolver(ProblemList problems)
{
    private const string Harmless = "@yearly";

    /// <summary>Every id that this system lists. Asked for only where one was misspelt.</summary>
    private static readonly Lazy<string[]> TimeZones = new(() => [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id)]);

    /// <summary>The schedule; where a value is wrong, and reported, something harmless stands for it.</summary>
    public ScheduleSpec Resolve(ScheduleEntry entry, ProcessEntry process)
    {
        if (process.HealthCheck is { Enabled.Value: true } check)
        {
            problems.Add(check.Enabled!.Value.Place, ProblemCodes.Contradiction,
                $"'{process.Id}' has a schedule and cannot have a health check: whether a run was good is told by its exit code.");
        }

        return new()
        {
            Cron = Cron(entry, process.Id),
            TimeZone = TimeZone(entry.TimeZone),
            Overlap = entry.Overlap?.Value ?? ProcessDefaults.Overlap,
            MaxDuration = entry.MaxDuration?.Value,
        };
    }

    private string Cron(ScheduleEntry entry, string id)
    {
        if (entry.Cron is not { } written)
        {
            if (!entry.HasCron)
            {
                problems.Add(entry.Place, ProblemCodes.MissingKey, $"The schedule of '{id}' has no 'cron'.");
            }

            return Harmless;
        }

        if (Occurrences.IsValid(written.Value, out var problem))
        {
            return written.Value;
        }

        problems.Add(written.Place, ProblemCodes.InvalidCron, $"'{written.Place.Key}' ('{written.Value}') {problem}.");
        return Harmless;
    }

    private string? TimeZone(Written<string>? entry)
    {
        if (entry is not { } written || IsKnown(written.Value))
        {
            return entry?.Value;
        }

        problems.AddMisspelt(written.Place, ProblemCodes.UnknownTimeZone,
            $"'{written.Place.Key}' must be a time zone that this system knows, as Europe/Berlin or UTC, not '{written.Value}'.", written.Value, TimeZones.Value);
        return null;
    }

    /// <summary>
    /// Ids become paths in the folder of time zones, so only what can be one is looked for. In another case one is found or not, depending
    /// on what was looked for before.
    /// </summary>
    private static bool IsKnown(string id) =>
        id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '-' or '+') && id[0] != '/'
        && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
        && (zone.Id == id || !zone.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
}
