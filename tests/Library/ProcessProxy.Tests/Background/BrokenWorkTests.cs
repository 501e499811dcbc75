using System.Runtime.InteropServices;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.Configuration;
using ProcessProxy.Logs.Files;
using ProcessProxy.Logs.Reading;
using ProcessProxy.Platform;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Linux.Inotify;
using ProcessProxy.Platform.Linux.Processes;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;
using ProcessProxy.Resources;
using ProcessProxy.Supervision.Reloading;
using ProcessProxy.Supervision.Running;
using ProcessProxy.Tests.Logs;
using ProcessProxy.Tests.Supervision;
using Xunit;

namespace ProcessProxy.Tests.Background;

#pragma warning disable CA1416 // Some of what is broken here is Linux's, and so are these tests.
/// <summary>Each kind of work that nobody waits for is broken once, in a way that nobody thought of: it is said, and it goes on.</summary>
public sealed class BrokenWorkTests : IDisposable
{
    private const int Patience = 30_000;
    private readonly TempFolder folder = new();
    private readonly LogNotes notes = new();
    private readonly FakeTimeProvider time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = Patience)]
    public async Task Watching_the_configuration_goes_on()
    {
        var looks = 0;
        var file = Path.Combine(folder.Path, "proxy.yaml");
        await File.WriteAllTextAsync(file, "a", Cancelled);
        var read = ConfigurationFile.At(file);
        await File.WriteAllTextAsync(file, "ab", Cancelled);
        var settled = new TaskCompletionSource();
        await using var watch = new ConfigurationWatch(
            () => looks++ == 0 ? throw new InvalidOperationException("nobody thought of this") : new ConfigurationResult(null, []) { Files = [read] },
            () => { },
            () =>
            {
                settled.TrySetResult();
                return Task.CompletedTask;
            },
            notes,
            time);
        await Wait.Passing(() => time.Advance(TimeSpan.FromMilliseconds(500)), () => settled.Task.IsCompleted);

        AssertSaidOnce("Watching the configuration files");
    }

    [Fact(Timeout = Patience)]
    public async Task Measuring_goes_on()
    {
        var run = new ProcessIdentity("boot", 4711, 7, 9, "web/1");
        var sweeps = 0;
        var host = new FakeProcessHost { Uses = _ => ++sweeps == 1 ? throw new InvalidOperationException("nobody thought of this") : null };
        await using var sampler = new ResourceSampler(host, time, notes);
        sampler.Begin("web", run, _ => ValueTask.CompletedTask);
        await Wait.Passing(() => time.Advance(TimeSpan.FromSeconds(1)), () => sweeps >= 2);

        AssertSaidOnce("The measurement of what the processes use");
    }

    [Fact(Timeout = Patience)]
    public async Task Measuring_goes_on_when_one_of_the_processes_cannot_be_told()
    {
        var (first, second) = (new ProcessIdentity("boot", 4711, 7, 9, "web/1"), new ProcessIdentity("boot", 4712, 7, 9, "db/1"));
        var told = 0;
        var host = new FakeProcessHost { Uses = _ => new TreeUsage(TimeSpan.Zero, 1, 1, 1, 1) };
        await using var sampler = new ResourceSampler(host, time, notes);
        sampler.Begin("web", first, _ => throw new InvalidOperationException("nobody thought of this"));
        sampler.Begin("db", second, _ =>
        {
            Interlocked.Increment(ref told);
            return ValueTask.CompletedTask;
        });
        await Wait.Passing(() => time.Advance(TimeSpan.FromSeconds(1)), () => Volatile.Read(ref told) >= 2);

        Assert.StartsWith("Error: Taking note of what 4711 uses ", notes.Entries.First(), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task Who_fails_at_the_news_of_a_process_ends_neither_its_supervision_nor_the_news_of_others()
    {
        using var bench = new Bench();
        var seen = 0;
        bench.Feed.Changed += _ => throw new InvalidOperationException("nobody thought of this");
        bench.Feed.Changed += _ => Interlocked.Increment(ref seen);
        await using var runner = bench.Runner(Specs.Process(launch: bench.Launch("web")));
        Assert.Equal(RunState.Running, (await runner.CommandAsync(CommandKind.Start, "a test", Cancelled)).State);
        Assert.Equal(RunState.Stopped, (await runner.CommandAsync(CommandKind.Stop, "a test", Cancelled)).State);
        Assert.True(Volatile.Read(ref seen) > 2);
        Assert.Contains(bench.Notes.Entries, note => note.StartsWith("Error: Telling of a change of web ", StringComparison.Ordinal));
    }

    [Fact(Timeout = Patience)]
    public async Task A_log_is_rotated_again()
    {
        using var log = new LogFolder();
        using var program = new HeldLog(log.File);
        var broken = false;
        var raisedBy = 0; // It is called by who tells of a change as well, which is the test here.
        using var slots = new SemaphoreSlim(1);
        using var file = new LogFile(
            log.File, LogStream.Output, 5000, 100, new LogServices(log.Changes, TimeProvider.System, notes, slots), () =>
            {
                if (!broken && Environment.CurrentManagedThreadId != Volatile.Read(ref raisedBy) && File.Exists(log.File + ".1"))
                {
                    broken = true;
                    throw new InvalidOperationException("nobody thought of this");
                }
            });
        file.BeginWatching();
        for (var round = 1; round <= 2; round++)
        {
            program.Write(new string('x', 9000) + "\n");
            Volatile.Write(ref raisedBy, Environment.CurrentManagedThreadId);
            log.Changes.Raise();
            Volatile.Write(ref raisedBy, 0);
            await program.RotatedAsync(atLeast: round);
        }

        AssertSaidOnce($"The rotation of the log '{log.File}'");
    }

    [Fact(Timeout = Patience)]
    public async Task A_wait_for_the_ends_of_programs_that_fails_for_good_pauses_and_ends_with_the_watcher()
    {
        var waits = 0;
        var watcher = new ExitWatcher(notes, (_, _) =>
        {
            Interlocked.Increment(ref waits);
            Marshal.SetLastPInvokeError(Errno.Invalid);
            return -1;
        });
        await Wait.Until(() => !notes.Entries.IsEmpty, "it is said");

        await Task.Run(watcher.Dispose, Cancelled).WaitAsync(Cancelled);
        Assert.All(notes.Entries, entry => Assert.StartsWith("Error: Waiting for the ends of programs failed", entry, StringComparison.Ordinal));
        Assert.InRange(waits, 1, notes.Entries.Count + 1); // Each is said, and the next is one pause away.
    }

    [Fact(Timeout = Patience)]
    public async Task The_end_of_one_program_that_cannot_be_taken_note_of_ends_neither_the_host_nor_the_news_of_others()
    {
        using var watcher = new ExitWatcher(notes);

        // What follows disposes of the watcher, which waits for the thread that tells of the end: it must not be done there.
        var ends = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var first = Eventful();
        using var second = Eventful();
        using var broken = watcher.Watch(first, () => throw new IOException("no descriptor is left"));
        using var sound = watcher.Watch(second, ends.SetResult);
        Signal(first);
        await Wait.Until(() => !notes.Entries.IsEmpty, "it is said");

        Signal(second);
        await ends.Task.WaitAsync(Cancelled);
        AssertSaidOnce("Taking note of the end of a program");
    }

    [Fact(Timeout = Patience)]
    public async Task A_change_of_one_file_that_cannot_be_taken_note_of_does_not_hide_those_of_others()
    {
        using var inotify = InotifyFileChangeSource.TryCreate(new PollingFileChangeSource(time, notes), notes)!;
        using var polling = new PollingFileChangeSource(time, notes);
        foreach (var source in (IFileChangeSource[])[inotify, polling])
        {
            notes.Entries.Clear();
            var name = Path.Combine(folder.Path, source.GetType().Name);
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var broken = source.Watch(name + ".a", () => throw new InvalidOperationException("nobody thought of this"));
            using var sound = source.Watch(name + ".b", () => seen.TrySetResult());
            await File.WriteAllTextAsync(name + ".a", "", Cancelled);
            await Wait.Passing(() => time.Advance(PollingFileChangeSource.Interval), () => !notes.Entries.IsEmpty);

            await File.WriteAllTextAsync(name + ".b", "", Cancelled);
            await Wait.Passing(() => time.Advance(PollingFileChangeSource.Interval), () => seen.Task.IsCompleted);

            Assert.StartsWith("Error: Taking note of a change of a file", notes.Entries.First(), StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = Patience)]
    public async Task A_stop_that_breaks_off_is_answered_and_nothing_new_is_started_beside_what_may_be_alive()
    {
        using var bench = new Bench();
        var spec = Specs.Process(launch: bench.Launch("web"));
        await using var runner = bench.Runner(spec);
        await runner.CommandAsync(CommandKind.Start, "a test", Cancelled);
        bench.Host.Last.TreeTakes = Task.FromException(new InvalidOperationException("nobody thought of this"));
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => runner.CommandAsync(CommandKind.Stop, "a test", Cancelled));
        Assert.Contains("nobody thought of this", refused.Message, StringComparison.Ordinal);
        Assert.Contains(bench.Notes.Entries, note => note.StartsWith("Error: web: ending it failed because of an internal error", StringComparison.Ordinal));
    }

    private static Descriptor Eventful() => new(InotifyNative.EventDescriptor(0, 0));

    private static unsafe void Signal(Descriptor eventful)
    {
        ulong one = 1;
        Assert.Equal(sizeof(ulong), InotifyNative.Write(eventful.Value, (byte*)&one, sizeof(ulong)));
    }

    private void AssertSaidOnce(string name) => Assert.StartsWith($"Error: {name} ", Assert.Single(notes.Entries), StringComparison.Ordinal);
}
