using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using ProcessProxy.Background;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Processes;

/// <summary>One thread that waits for the exit of all processes.</summary>
internal sealed unsafe partial class ExitWatcher : IDisposable
{
    private const int Add = 1;
    private const int Remove = 2;
    private const uint Readable = 0x001;
    private const uint Once = 1u << 30;
    private const int CloseOnExec = 0x80000;
    private const int MaxEvents = 128;

    // The kernel packs epoll_event only on x86-64.
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = EventSize - 8;

    private readonly ConcurrentDictionary<long, Action> callbacks = new();
    private readonly Descriptor epoll;
    private readonly Descriptor wake;
    private readonly ILogger logger;
    private readonly Func<int, nint, int> wait;
    private readonly FailedWaits failures;
    private readonly Thread thread;
    private long lastKey;
    private int disposed;

    /// <summary>Starts waiting.</summary>
    /// <param name="logger">The log that reports failing callbacks.</param>
    /// <param name="wait">Waits for events on an epoll descriptor and stores them at an address, like <c>epoll_wait</c>, the default.</param>
    public ExitWatcher(ILogger logger, Func<int, nint, int>? wait = null)
    {
        this.logger = logger;
        this.wait = wait ?? (static (epoll, events) => EpollWait(epoll, (byte*)events, MaxEvents, -1));
        failures = new FailedWaits("Waiting for the ends of programs", logger);
        epoll = new Descriptor(EpollCreate(CloseOnExec));
        wake = new Descriptor(EventFd(0, CloseOnExec));
        if (epoll.IsInvalid || wake.IsInvalid || Control(Add, wake.Value, Readable, 0) != 0)
        {
            throw new InvalidOperationException($"The exit watcher cannot be set up: {Errno.Describe(Marshal.GetLastPInvokeError())}.");
        }

        thread = new Thread(Run) { IsBackground = true, Name = "ProcessProxy exits" };
        thread.Start();
    }

    /// <summary>Calls <paramref name="ended"/> once, on the watcher's thread, when the process has exited.</summary>
    /// <returns>An object that ends the watch; dispose it before the descriptor is closed.</returns>
    public IDisposable Watch(Descriptor pidFd, Action ended)
    {
        var key = Interlocked.Increment(ref lastKey);
        callbacks[key] = ended;
        if (Control(Add, pidFd.Value, Readable | Once, key) != 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            callbacks.TryRemove(key, out _);
            throw new LaunchException($"The program cannot be watched: {Errno.Describe(errno)}.", Errno.FaultOf(errno));
        }

        return new Registration(this, pidFd, key);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        failures.End();
        ulong one = 1;
        if (Write(wake.Value, (byte*)&one, sizeof(ulong)) == sizeof(ulong))
        {
            thread.Join();
            failures.Dispose();
        }

        epoll.Dispose();
        wake.Dispose();
    }

    private void Run()
    {
        var events = stackalloc byte[MaxEvents * EventSize];
        while (true)
        {
            var count = wait(epoll.Value, (nint)events);
            if (count < 0)
            {
                if (Marshal.GetLastPInvokeError() is var errno and not Errno.Interrupted && !failures.Pause(Errno.Describe(errno)))
                {
                    return;
                }

                continue;
            }

            failures.Forget();
            for (var i = 0; i < count; i++)
            {
                var key = *(long*)(events + (i * EventSize) + DataOffset);
                if (key == 0)
                {
                    return;
                }

                if (callbacks.TryRemove(key, out var ended))
                {
                    Callback.Invoke("Taking note of the end of a program", ended, logger);
                }
            }
        }
    }

    private int Control(int operation, int fd, uint events, long key)
    {
        var request = stackalloc byte[16];
        *(uint*)request = events;
        *(long*)(request + DataOffset) = key;
        return EpollControl(epoll.Value, operation, fd, request);
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int EpollControl(int epoll, int operation, int fd, byte* request);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int EpollWait(int epoll, byte* events, int maxEvents, int timeout);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int fd, byte* bytes, nint count);

    private sealed class Registration(ExitWatcher watcher, Descriptor pidFd, long key) : IDisposable
    {
        public void Dispose()
        {
            watcher.callbacks.TryRemove(key, out _);
            if (!pidFd.IsClosed && !watcher.epoll.IsClosed)
            {
                watcher.Control(Remove, pidFd.Value, 0, 0);
            }
        }
    }
}
