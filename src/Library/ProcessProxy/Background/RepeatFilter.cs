using Microsoft.Extensions.Logging;

namespace ProcessProxy.Background;

/// <summary>
/// Keeps frequent events from filling a log: only a limited number of equal lines, and of lines of one kind, pass in a period. Afterwards
/// the number of the others is reported. Clients of a proxy can cause any number of them.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class RepeatFilter(TimeProvider time) : IDisposable
{
    /// <summary>The period.</summary>
    /// <value>10 seconds.</value>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>The number of equal lines that pass in that period.</summary>
    /// <value>10.</value>
    public const int MostEqual = 10;

    /// <summary>The number of lines of one kind that pass in that period: a thousand programs may start at once.</summary>
    /// <value>1000.</value>
    public const int MostOfAKind = 1000;

    private readonly Lock gate = new();
    private readonly Dictionary<(string Category, int Kind, string Text), Repeats> seen = [];
    private ITimer? timer;

    /// <summary>Returns whether a line may be written now; if not, it is counted and reported later.</summary>
    /// <param name="logger">The logger of the line.</param>
    /// <param name="category">The category of the line.</param>
    /// <param name="level">The level of the line.</param>
    /// <param name="kind">The event of the line.</param>
    /// <param name="text">The line.</param>
    public bool Admit(ILogger logger, string category, LogLevel level, EventId kind, string text)
    {
        lock (gate)
        {
            timer ??= time.CreateTimer(_ => Tell(), null, Window, Timeout.InfiniteTimeSpan);
            var ofKind = Find(category, kind.Id, "", logger, level);
            if (ofKind.Passed >= MostOfAKind)
            {
                return ofKind.Hold(text);
            }

            var equal = Find(category, kind.Id, text, logger, level);
            if (equal.Passed >= MostEqual)
            {
                return equal.Hold(text);
            }

            equal.Passed++;
            ofKind.Passed++;
            return true;
        }
    }

    /// <summary>Reports what was suppressed.</summary>
    public void Dispose() => Tell();

    private void Tell()
    {
        List<Repeats> held;
        lock (gate)
        {
            timer?.Dispose();
            timer = null;
            held = [.. seen.Values.Where(repeats => repeats.Held > 0)];
            seen.Clear();
        }

        foreach (var repeats in held)
        {
            BackgroundLog.Repeated(repeats.Logger, repeats.Level, repeats.Held, Window.TotalSeconds, repeats.Text);
        }
    }

    private Repeats Find(string category, int kind, string text, ILogger logger, LogLevel level)
    {
        if (!seen.TryGetValue((category, kind, text), out var repeats))
        {
            seen[(category, kind, text)] = repeats = new Repeats(logger, level);
        }

        return repeats;
    }

    private sealed class Repeats(ILogger logger, LogLevel level)
    {
        public ILogger Logger => logger;

        public LogLevel Level => level;

        public int Passed { get; set; }

        public int Held { get; private set; }

        public string Text { get; private set; } = "";

        public bool Hold(string text)
        {
            Text = text;
            Held++;
            return false;
        }
    }
}
