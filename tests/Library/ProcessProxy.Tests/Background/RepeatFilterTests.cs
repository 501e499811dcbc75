using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.Background;
using ProcessProxy.Tests.Supervision;
using Xunit;

namespace ProcessProxy.Tests.Background;

public sealed class RepeatFilterTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly LogNotes notes = new();
    private readonly FilteredLoggers loggers;
    private readonly ILogger logger;

    public RepeatFilterTests()
    {
        loggers = new FilteredLoggers(new OneLogger(notes), time);
        logger = loggers.CreateLogger("a test");
    }

    public void Dispose() => loggers.Dispose();

    [Fact]
    public void Of_equal_lines_some_pass_and_the_rest_is_counted_and_said()
    {
        for (var times = 0; times < 500; times++)
        {
            Say(1, "the same");
        }

        Assert.Equal(RepeatFilter.MostEqual, notes.Entries.Count);
        time.Advance(RepeatFilter.Window);
        Assert.Equal("Warning: 490 more lines like this one in 10 s: the same", notes.Entries.Last());
        Say(1, "the same");
        Assert.Equal("Warning: the same", notes.Entries.Last());
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(RepeatFilter.MostEqual + 2, notes.Entries.Count);
    }

    [Fact]
    public void Lines_of_one_kind_that_are_all_different_cannot_fill_a_log_either_nor_hide_those_of_another_kind()
    {
        for (var times = 0; times < 5000; times++)
        {
            Say(1, $"{times} is another");
        }

        Say(2, "another kind");
        Assert.Equal(RepeatFilter.MostOfAKind + 1, notes.Entries.Count);
        Assert.Equal("Warning: another kind", notes.Entries.Last());
        time.Advance(RepeatFilter.Window);
        Assert.Equal("Warning: 4000 more lines like this one in 10 s: 4999 is another", notes.Entries.Last());
    }

    [Fact]
    public void What_was_held_back_is_said_at_the_end()
    {
        for (var times = 0; times <= RepeatFilter.MostEqual; times++)
        {
            Say(1, "the same");
        }

        loggers.Dispose();
        Assert.Equal("Warning: 1 more lines like this one in 10 s: the same", notes.Entries.Last());
    }

    private void Say(int kind, string text) => logger.Log(LogLevel.Warning, new EventId(kind), text, null, (state, _) => state);

    private sealed class OneLogger(ILogger logger) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => logger;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
