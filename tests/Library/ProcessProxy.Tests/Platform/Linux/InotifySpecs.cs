using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.Platform;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Linux.Inotify;
using Xunit;

namespace ProcessProxy.Tests.Platform.Linux;

#pragma warning disable CA1416 // The folder is Linux's, and so are its tests.
public sealed class InotifySpecs : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TempFolder _folder = new();
    private readonly IFileChangeSource _source =
        InotifyFileChangeSource.TryCreate(new PollingFileChangeSource(new FakeTimeProvider(), NullLogger.Instance), NullLogger.Instance)!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _source.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_kind_of_change_is_reported()
    {
        var path = _folder.File("a.log");
        using var changes = new SemaphoreSlim(0);
        using var watch = _source.Watch(path, () => changes.Release());
        File.WriteAllText(path, "made");
        await Reported(changes);
        File.AppendAllText(path, "written");
        await Reported(changes);
        File.Move(path, path + ".1");
        await Reported(changes);
        File.Move(path + ".1", path);
        await Reported(changes);
        new FileStream(path, FileMode.Truncate).Dispose();
        await Reported(changes);
        File.Delete(path);
        await Reported(changes);
    }

    [Fact]
    public async Task Other_files_and_ended_watches_are_not_reported()
    {
        var path = _folder.File("a.log");
        var ended = 0;
        _source.Watch(path, () => ended++).Dispose();
        var other = 0;
        using var quiet = _source.Watch(path + "x", () => other++);
        using var changes = new SemaphoreSlim(0);
        using var watch = _source.Watch(path, () => changes.Release());
        File.WriteAllText(path, "x");
        await Reported(changes);
        Assert.Equal((0, 0), (ended, other));
    }

    [Fact]
    public async Task A_folder_is_awaited_before_it_exists_and_after_it_went()
    {
        var folder = _folder.File("later");
        var path = Path.Combine(folder, "a.log");
        using var changes = new SemaphoreSlim(0);
        using var watch = _source.Watch(path, () => changes.Release());
        for (var round = 0; round < 2; round++)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(path, "x");
            await Reported(changes);
            Directory.Delete(folder, recursive: true);
            await Reported(changes);
        }
    }

    [Fact]
    public async Task A_thousand_files_share_one_source()
    {
        var counts = new int[1000];
        using var all = new CountdownEvent(counts.Length);
        var watches = Enumerable.Range(0, counts.Length).Select(n => _source.Watch(_folder.File($"{n}.log"), () =>
        {
            if (counts[n]++ == 0)
            {
                all.Signal();
            }
        })).ToArray();
        for (var n = 0; n < counts.Length; n++)
        {
            File.WriteAllText(_folder.File($"{n}.log"), "x");
        }

        Assert.True(await Task.Run(() => all.Wait(Patience, Stop), Stop));
        Array.ForEach(watches, watch => watch.Dispose());
    }

    [Fact]
    public async Task Many_writes_are_reported_together()
    {
        var path = _folder.File("a.log");
        var count = 0;
        using var last = new SemaphoreSlim(0);
        using var watch = _source.Watch(path, () =>
        {
            count++;
            if (new FileInfo(path) is { Exists: true, Length: 20_000 })
            {
                last.Release();
            }
        });
        var started = TimeProvider.System.GetTimestamp();
        using (var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 1))
        {
            for (var n = 0; n < 20_000; n++)
            {
                file.WriteByte(1);
            }
        }

        await Reported(last);
        Assert.InRange(count, 1, 2 + TimeProvider.System.GetElapsedTime(started).TotalMilliseconds / 4);
    }

    [Fact]
    public void Polling_sees_what_changed_four_times_a_second()
    {
        var time = new FakeTimeProvider();
        using var polling = new PollingFileChangeSource(time, NullLogger.Instance);
        var path = _folder.File("a.log");
        var count = 0;
        var watch = polling.Watch(path, () => count++);
        time.Advance(PollingFileChangeSource.Interval);
        Assert.Equal(0, count);
        File.WriteAllText(path, "x");
        time.Advance(PollingFileChangeSource.Interval);
        Assert.Equal(1, count);
        time.Advance(PollingFileChangeSource.Interval);
        Assert.Equal(1, count);
        File.Delete(path);
        time.Advance(PollingFileChangeSource.Interval);
        Assert.Equal(2, count);
        watch.Dispose();
        File.WriteAllText(path, "y");
        time.Advance(PollingFileChangeSource.Interval);
        Assert.Equal(2, count);
    }

    [Fact]
    public void A_closed_source_takes_no_more()
    {
        _source.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _source.Watch(_folder.File("a.log"), () => { }));
    }

    /// <summary>Waits until a change has been reported, with all that belongs to it.</summary>
    private async Task Reported(SemaphoreSlim changes)
    {
        Assert.True(await changes.WaitAsync(Patience, Stop));

        // Changes are reported in the order in which they were made. What came before this one does not count for the next.
        var last = _folder.File(Guid.NewGuid().ToString());
        var reported = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watch = _source.Watch(last, () => reported.TrySetResult());
        File.Create(last).Dispose();
        await reported.Task.WaitAsync(Patience, Stop);
        while (changes.Wait(0, Stop))
        {
        }
    }
}
