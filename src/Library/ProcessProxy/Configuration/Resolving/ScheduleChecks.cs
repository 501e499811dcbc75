using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks the texts of a schedule.</summary>
internal static class ScheduleChecks
{
    /// <summary>Every id that this system lists. Asked for only where one was misspelt.</summary>
    private static readonly Lazy<string[]> TimeZones = new(() => [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id)]);

    /// <summary>The expression; null and a problem when it is none, or one that never occurs.</summary>
    public static string? Cron(string expression, Place place, Reading reading)
    {
        if (Occurrences.IsValid(expression, out var problem))
        {
            return expression;
        }

        reading.Problems.Add(place, ProblemCodes.InvalidCron, $"'{place.Key}' ('{expression}') {problem}.");
        return null;
    }

    /// <summary>The id of a time zone; null and a problem when this system does not know it.</summary>
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
    /// Ids become paths in the folder of time zones, so only what can be one is looked for. In another case one is found or not, depending
    /// on what was looked for before.
    /// </summary>
    private static bool IsKnown(string id) =>
        id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '-' or '+') && id[0] != '/'
        && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
        && (zone.Id == id || !zone.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
}
