using System.Diagnostics.CodeAnalysis;
using Cronos;

namespace ProcessProxy.Configuration;

/// <summary>
/// The moments at which a schedule has a job run. They are of the wall clock in a time zone; where that skips an hour, what falls into
/// it comes right after, and where it repeats one, a fixed time comes once and an interval goes on.
/// </summary>
/// <param name="spec">The schedule.</param>
/// <param name="local">The time zone of the machine, for a schedule that names none.</param>
internal sealed class Occurrences(ScheduleSpec spec, TimeZoneInfo local)
{
    /// <summary>The most that are counted: who has missed so many is not helped by the number.</summary>
    /// <value>10,000.</value>
    public const int MostCounted = 10_000;

    private const int FieldsWithSeconds = 6;

    /// <summary>A date in the past from which every expression occurs that ever does.</summary>
    private static readonly DateTimeOffset LongAgo = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly CronExpression expression = CronExpression.Parse(spec.Cron, FormatOf(spec.Cron));

    /// <summary>The time zone.</summary>
    public TimeZoneInfo Zone { get; } = ZoneOf(spec, local);

    /// <summary>The time zone of a schedule, where that of the machine is this.</summary>
    public static TimeZoneInfo ZoneOf(ScheduleSpec spec, TimeZoneInfo local) =>
        spec.TimeZone is { } id ? TimeZoneInfo.FindSystemTimeZoneById(id) : local;

    /// <summary>Whether an expression can be used.</summary>
    /// <param name="cron">The expression.</param>
    /// <param name="problem">Why it cannot, to follow its name in a sentence.</param>
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
            problem = $"is not a cron expression: {wrong.Message.TrimEnd('.')}";
        }

        return problem is null;
    }

    /// <summary>The first one after a moment; null when there is none.</summary>
    public DateTimeOffset? After(DateTimeOffset moment) => expression.GetNextOccurrence(moment, Zone)?.ToUniversalTime();

    /// <summary>Those after one moment and up to another: the first, the last, and how many, <see cref="MostCounted"/> at most.</summary>
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
