using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using ProcessProxy.Background;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Unix;
using static ProcessProxy.Platform.Linux.Inotify.InotifyNative;

namespace ProcessProxy.Platform.Linux.Inotify;

/// <summary>
/// One inotify descriptor and one thread for all watched files. It watches folders, not files: a thousand logs in one
/// folder need one watch, and a file that is renamed and created again needs no further work.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed unsafe class InotifyFileChangeSource : IFileChangeSource
{
    /// <summary>The pause after each batch of events: a file that is written all the time is reported once in this time.</summary>
    private const int PauseMilliseconds = 5;

    /// <summary>The interval at which a missing folder is tried again.</summary>
    private const int RetryMilliseconds = 1000;

    private readonly Lock _gate = new();
    private readonly InotifyFolders _folders;
    private readonly PollingFileChangeSource _fallback;
    private readonly int _descriptor;
    private readonly int _wake;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(64 * 1024, pinned: true);
    private readonly List<InotifyWatch> _changed = [];
    private volatile bool _disposed;

    private InotifyFileChangeSource(int descriptor, int wake, PollingFileChangeSource fallback, ILogger logger)
    {
        _descriptor = descriptor;
        _wake = wake;
        _fallback = fallback;
        _logger = logger;
        _folders = new InotifyFolders(descriptor, fallback, logger);
        _thread = new Thread(Run) { IsBackground = true, Name = "ProcessProxy file changes" };
        _thread.Start();
    }

    /// <summary>Creates a source, or logs why this is impossible and returns null.</summary>
    /// <param name="fallback">Watches what inotify cannot; owned by the source if there is one.</param>
    /// <param name="logger">Receives the warning.</param>
    public static InotifyFileChangeSource? TryCreate(PollingFileChangeSource fallback, ILogger logger)
    {
        var descriptor = Init(NonBlockCloseOnExec);
        if (descriptor < 0)
        {
            PlatformLog.InotifyUnavailable(logger, Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
            return null;
        }

        var wake = EventDescriptor(0, NonBlockCloseOnExec);
        if (wake < 0)
        {
            PlatformLog.InotifyUnavailable(logger, Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
            _ = Close(descriptor);
            return null;
        }

        return new InotifyFileChangeSource(descriptor, wake, fallback, logger);
    }

    public IDisposable Watch(string path, Action changed)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var watch = new InotifyWatch(path, changed, Remove);
            if (!_folders.Add(watch))
            {
                // The thread waits indefinitely while nothing is missing.
                Wake();
            }

            return watch;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            Wake();
        }

        _thread.Join();
        _fallback.Dispose();
        _ = Close(_descriptor);
        _ = Close(_wake);
    }

    private void Remove(InotifyWatch watch)
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                _folders.Remove(watch);
            }
        }
    }

    private void Run()
    {
        var retryAt = 0L;
        while (!_disposed)
        {
            WaitFor(_descriptor, _folders.AnyMissing ? RetryMilliseconds : Timeout.Infinite);
            lock (_gate)
            {
                ReadEvents();
                if (_folders.AnyMissing && Environment.TickCount64 >= retryAt)
                {
                    _folders.RetryMissing(_changed);
                    retryAt = Environment.TickCount64 + RetryMilliseconds;
                }
            }

            foreach (var watch in _changed)
            {
                watch.Pending = false;
                Callback.Invoke(PollingFileChangeSource.Taking, watch.Changed, _logger);
            }

            _changed.Clear();
            WaitFor(-1, PauseMilliseconds);
        }
    }

    /// <summary>Waits until the descriptor has events, the thread is woken, or the time is over.</summary>
    private void WaitFor(int descriptor, int timeoutMilliseconds)
    {
        // poll skips a negative descriptor. An interrupted wait is just short: the caller loops.
        var entries = stackalloc PollEntry[2];
        entries[0] = new PollEntry { Descriptor = _wake, Wanted = PollEntry.CanRead };
        entries[1] = new PollEntry { Descriptor = descriptor, Wanted = PollEntry.CanRead };
        if (Libc.Poll(entries, 2, timeoutMilliseconds) > 0 && entries[0].Got != 0)
        {
            ulong count;
            _ = Read(_wake, (byte*)&count, sizeof(ulong));
        }
    }

    private void Wake()
    {
        ulong one = 1;
        _ = Write(_wake, (byte*)&one, sizeof(ulong));
    }

    private void ReadEvents()
    {
        fixed (byte* buffer = _buffer)
        {
            while (true)
            {
                var length = Read(_descriptor, buffer, _buffer.Length);
                if (length > 0)
                {
                    Take(new ReadOnlySpan<byte>(buffer, (int)length));
                }
                else if (length == 0 || Marshal.GetLastPInvokeError() != Eintr)
                {
                    return;
                }
            }
        }
    }

    private void Take(ReadOnlySpan<byte> events)
    {
        while (events.Length >= sizeof(EventHeader))
        {
            var header = MemoryMarshal.Read<EventHeader>(events);
            var end = sizeof(EventHeader) + (int)header.NameLength;
            var name = events[sizeof(EventHeader)..end];
            var terminator = name.IndexOf((byte)0);
            _folders.Apply(header.Watch, header.Mask, terminator < 0 ? name : name[..terminator], _changed);
            events = events[end..];
        }
    }
}
