using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using ProcessProxy.Background;
using ProcessProxy.Platform.MacOS.Native;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.MacOS.Processes;

/// <summary>One thread that waits on a kqueue for the exit of all processes.</summary>
internal sealed unsafe class ExitWatcher : IDisposable
{
    private const int MaxEvents = 64;
    private readonly Lock gate = new();
    private readonly Dictionary<int, List<Registration>> registrations = [];
    private readonly Descriptor queue;
    private readonly ILogger logger;
    private readonly FailedWaits failures;
    private readonly Thread thread;
    private bool isDisposed;

    /// <summary>Starts waiting.</summary>
    /// <param name="logger">The log that reports failing callbacks.</param>
    public ExitWatcher(ILogger logger)
    {
        this.logger = logger;
        failures = new FailedWaits("Waiting for the ends of programs", logger);
        queue = new Descriptor(LibSystem.Queue());
        if (queue.IsInvalid || Change(0, KernelEvent.User, KernelEvent.Add | KernelEvent.Clear, 0) is > 0)
        {
            throw new InvalidOperationException($"The exit watcher cannot be set up: {DarwinErrno.Describe(Marshal.GetLastPInvokeError())}.");
        }

        thread = new Thread(Run) { IsBackground = true, Name = "ProcessProxy exits" };
        thread.Start();
    }

    /// <summary>
    /// Calls <paramref name="ended"/> once when the process that currently has this number has exited, on the watcher's thread
    /// or, if it had already exited, on this one. It receives the exit status if the kernel provides it.
    /// </summary>
    /// <returns>An object that ends the watch.</returns>
    /// <exception cref="LaunchException">It cannot be watched.</exception>
    public IDisposable Watch(int pid, Action<ProcessEnd?> ended)
    {
        var registration = new Registration(this, pid, ended);
        int errno;
        lock (gate)
        {
            if (!registrations.TryGetValue(pid, out var same))
            {
                registrations[pid] = same = [];
            }

            same.Add(registration);
            errno = Change(pid, KernelEvent.Process, KernelEvent.Add | KernelEvent.Once, KernelEvent.Exit | KernelEvent.ExitStatus);
            if (errno is Errno.AccessDenied or Errno.NotPermitted)
            {
                // The exit status of another user's process is not for us, but its exit is.
                errno = Change(pid, KernelEvent.Process, KernelEvent.Add | KernelEvent.Once, KernelEvent.Exit);
            }
        }

        if (errno == 0)
        {
            return registration;
        }

        registration.Dispose();
        if (errno != Errno.NoSuchProcess)
        {
            throw new LaunchException($"The program cannot be watched: {DarwinErrno.Describe(errno)}.");
        }

        ended(null);
        return registration;
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (isDisposed)
            {
                return;
            }

            isDisposed = true;
        }

        failures.End();
        if (Change(0, KernelEvent.User, 0, KernelEvent.Trigger) == 0)
        {
            thread.Join();
            failures.Dispose();
        }

        queue.Dispose();
    }

    private void Run()
    {
        var events = stackalloc KernelEvent[MaxEvents];
        while (true)
        {
            var count = LibSystem.Events(queue.Value, null, 0, events, MaxEvents, null);
            if (count < 0)
            {
                if (Marshal.GetLastPInvokeError() is var errno and not Errno.Interrupted && !failures.Pause(DarwinErrno.Describe(errno)))
                {
                    return;
                }

                continue;
            }

            failures.Forget();
            for (var i = 0; i < count; i++)
            {
                if (events[i].Filter == KernelEvent.User)
                {
                    return;
                }

                OnExit(events[i]);
            }
        }
    }

    private void OnExit(KernelEvent news)
    {
        List<Registration>? concerned;
        lock (gate)
        {
            registrations.Remove((int)news.Ident, out concerned);
        }

        ProcessEnd? end = (news.FilterFlags & KernelEvent.ExitStatus) != 0 ? ProcessEnd.FromWaitStatus((int)news.Data) : null;
        foreach (var registration in concerned ?? [])
        {
            Callback.Invoke("Taking note of the end of a program", () => registration.Ended(end), logger);
        }
    }

    /// <returns>0 or an errno.</returns>
    private int Change(int ident, short filter, ushort flags, uint filterFlags)
    {
        var change = new KernelEvent { Ident = (nuint)ident, Filter = filter, Flags = flags, FilterFlags = filterFlags };
        return LibSystem.Events(queue.Value, &change, 1, null, 0, null) >= 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    private sealed class Registration(ExitWatcher watcher, int pid, Action<ProcessEnd?> ended) : IDisposable
    {
        public Action<ProcessEnd?> Ended => ended;

        // The kernel's watch ends with the process; without a registration, its event has no receiver.
        public void Dispose()
        {
            lock (watcher.gate)
            {
                if (watcher.registrations.TryGetValue(pid, out var same) && same.Remove(this) && same.Count == 0)
                {
                    watcher.registrations.Remove(pid);
                }
            }
        }
    }
}
