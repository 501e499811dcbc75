using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks the texts of a schedule.</summary>
internal static class ScheduleChecks
{
    /// <summary>The IDs of all time zones of this system. Read only if one was misspelled.</summary>
    private static readonly Lazy<string[]> TimeZones = new(() => [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id)]);

    /// <summary>Returns the expression; null, and reports a problem, if it is invalid or never occurs.</summary>
    public static string? Cron(string expression, Place place, Reading reading)
    {
        if (Occurrences.IsValid(expression, out var problem))
        {
            return expression;
        }

        reading.Problems.Add(place, ProblemCodes.InvalidCron, $"'{place.Key}' ('{expression}') {problem}.");
        return null;
    }

    /// <summary>Returns the ID of a time zone; null, and reports a problem, if this system does not know it.</summary>
    public static string? TimeZone(string id, Place place, Reading reading)
    {
        if (IsKnown(id))
        {
            return id;
        }

        reading.Problems.AddMisspelt(place, ProblemCodes.UnknownTimeZone,
            $"'{place.Key}' must be a time zone that this system knows, such as Europe/Berlin or UTC, not '{id}'.", id, TimeZones.Value);
        return null;
    }

    /// <summary>
    /// IDs become paths in the folder of time zones, so only valid ones are looked up. Whether an ID in another case is found depends
    /// on earlier lookups.
    /// </summary>
    private static bool IsKnown(string id) =>
        id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '-' or '+') && id[0] != '/'
        && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
        && (zone.Id == id || !zone.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
}
