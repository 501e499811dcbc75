using System.Diagnostics.CodeAnalysis;
using Cronos;

namespace ProcessProxy.Configuration;

/// <summary>
/// The times at which a schedule runs a job, on the wall clock of a time zone. If the clock skips an hour, occurrences in
/// it come right after; if it repeats an hour, a fixed time comes once and an interval continues.
/// </summary>
/// <param name="spec">The schedule.</param>
/// <param name="local">The time zone of the machine, for a schedule without one.</param>
internal sealed class Occurrences(ScheduleSpec spec, TimeZoneInfo local)
{
    /// <summary>The largest number that is counted: beyond it, the exact number does not matter.</summary>
    /// <value>10,000.</value>
    public const int MostCounted = 10_000;

    private const int FieldsWithSeconds = 6;

    /// <summary>What the library says before the reason.</summary>
    private const string SaidAlready = "The given cron expression has an invalid format. ";

    /// <summary>A date in the past, from which every expression that ever occurs has an occurrence.</summary>
    private static readonly DateTimeOffset LongAgo = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly CronExpression expression = CronExpression.Parse(spec.Cron, FormatOf(spec.Cron));

    /// <summary>The time zone.</summary>
    public TimeZoneInfo Zone { get; } = ZoneOf(spec, local);

    /// <summary>Returns the time zone of a schedule, given that of the machine.</summary>
    public static TimeZoneInfo ZoneOf(ScheduleSpec spec, TimeZoneInfo local) =>
        spec.TimeZone is { } id ? TimeZoneInfo.FindSystemTimeZoneById(id) : local;

    /// <summary>Returns whether an expression is valid.</summary>
    /// <param name="cron">The expression.</param>
    /// <param name="problem">Why it is not, as the rest of a sentence after its name.</param>
    public static bool IsValid(string cron, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        if (!cron.TrimStart().StartsWith('@') && FieldsOf(cron) is not (5 or FieldsWithSeconds) and var fields)
        {
            problem = $"has {fields} field{(fields == 1 ? "" : "s")}: a cron expression has 5 (minute, hour, day of the month, month, day of the week), "
                + "or 6 with the second first, or is a macro such as @daily";
            return false;
        }

        try
        {
            if (CronExpression.Parse(cron, FormatOf(cron)).GetNextOccurrence(LongAgo, TimeZoneInfo.Utc) is null)
            {
                problem = "never occurs: there is no such day";
            }
        }
        catch (MissingSeedException)
        {
            problem = "is not a cron expression: 'H' is not supported";
        }
        catch (CronFormatException wrong)
        {
            problem = $"is not a cron expression: {wrong.Message.Replace(SaidAlready, "", StringComparison.Ordinal).TrimEnd('.')}";
        }

        return problem is null;
    }

    /// <summary>Returns the first occurrence after a time, or null if there is none.</summary>
    public DateTimeOffset? After(DateTimeOffset moment) => expression.GetNextOccurrence(moment, Zone)?.ToUniversalTime();

    /// <summary>Returns the occurrences after one time and up to another: the first, the last, and their number, at most <see cref="MostCounted"/>.</summary>
    public (int Count, DateTimeOffset First, DateTimeOffset Last) Between(DateTimeOffset after, DateTimeOffset upTo)
    {
        if (After(after) is not { } first || first > upTo)
        {
            return default;
        }

        var (count, last) = (1, first);
        while (After(last) is { } next && next <= upTo)
        {
            if (++count == MostCounted)
            {
                return (count, first, expression.GetPreviousOccurrence(upTo, Zone, inclusive: true)?.ToUniversalTime() ?? next);
            }

            last = next;
        }

        return (count, first, last);
    }

    private static CronFormat FormatOf(string cron) => FieldsOf(cron) == FieldsWithSeconds ? CronFormat.IncludeSeconds : CronFormat.Standard;

    private static int FieldsOf(string cron) => cron.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
