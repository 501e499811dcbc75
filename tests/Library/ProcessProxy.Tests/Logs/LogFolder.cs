using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Logs.Files;
using ProcessProxy.Platform;
using Xunit;

namespace ProcessProxy.Tests.Logs;

/// <summary>A folder with a log in it, a clock that stands still, and changes that are reported when the test says so.</summary>
internal sealed class LogFolder : IDisposable
{
    private readonly TempFolder folder = new();

    public LogFolder() => Store = new LogStore(Changes, Time, NullLogger.Instance);

    public string Folder => folder.Path;

    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    public TestChanges Changes { get; } = new();

    public LogStore Store { get; private set; }

    public string File => folder.File("app.log");

    public string ErrorFile => File + ".stderr";

    public LogSpec Spec(bool separate = false, bool keep = true, long maxSize = 1000, int maxFiles = 5) =>
        new() { File = File, Output = separate ? OutputMode.Separate : OutputMode.Merged, Keep = keep, MaxSize = maxSize, MaxFiles = maxFiles };

    public LogServices Services(TimeProvider time) => new(Changes, time, NullLogger.Instance, new SemaphoreSlim(1));

    public ProcessLog Open(LogSpec? spec = null) => Store.Open("app", spec ?? Spec());

    /// <summary>Opens the log for a run that begins now.</summary>
    public ProcessLog Run(LogSpec? spec = null)
    {
        var log = Open(spec);
        log.PrepareRun();
        return log;
    }

    /// <summary>Appends as the program does, reports it, and lets a second go by.</summary>
    public DateTimeOffset Write(string text, string? file = null)
    {
        Append(text, file);
        Changes.Raise();
        var at = Time.GetUtcNow();
        Time.Advance(TimeSpan.FromSeconds(1));
        return at;
    }

    public void Append(string text, string? file = null) => Append(Encoding.UTF8.GetBytes(text), file);

    public void Append(byte[] bytes, string? file = null)
    {
        using var program = new HeldLog(file ?? File);
        program.Write(bytes);
    }

    /// <summary>Ends the supervisor and begins another one, without a word to the logs, as a kill does.</summary>
    public void Kill()
    {
        Changes.Forget();
        Store = new LogStore(Changes, Time, NullLogger.Instance);
    }

    public void Dispose()
    {
        Store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        folder.Dispose();
    }
}

internal sealed class TestChanges : IFileChangeSource
{
    private readonly Lock _gate = new();
    private List<Action> _watches = [];

    public int Count => _watches.Count;

    public IDisposable Watch(string path, Action changed)
    {
        lock (_gate)
        {
            _watches = [.. _watches, changed];
        }

        return new Ending(() =>
        {
            lock (_gate)
            {
                _watches = [.. _watches.Where(watch => watch != changed)];
            }
        });
    }

    public void Raise() => _watches.ForEach(watch => watch());

    public void Forget() => _watches = [];

    public void Dispose() => Forget();

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

/// <summary>Reading as the tests do: each wait has an end.</summary>
internal static class LogReading
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<LogPage> PageAsync(this ProcessLog log, int lines = 100, LogStream? stream = null) =>
        await log.ReadAsync(new LogQuery(lines, stream), TestContext.Current.CancellationToken)
            .WaitAsync(Patience, TestContext.Current.CancellationToken);

    public static async Task<string[]> LinesAsync(this ProcessLog log, int lines = 100, LogStream? stream = null) =>
        [.. (await log.PageAsync(lines, stream)).Logs.Select(line => line.Line)];

    public static IAsyncEnumerator<LogLine> Follow(this ProcessLog log, int lines = 100) =>
        log.FollowAsync(new LogQuery(lines), TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);

    public static async Task<string> NextAsync(this IAsyncEnumerator<LogLine> lines)
    {
        Assert.True(await lines.MoveNextAsync().AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken));
        return lines.Current.Line;
    }
}
