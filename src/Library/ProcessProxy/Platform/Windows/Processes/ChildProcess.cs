using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Background;
using ProcessProxy.Platform.FailPoints;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Windows.Native;

namespace ProcessProxy.Platform.Windows.Processes;

/// <summary>A program on Windows, launched by this server or found running.</summary>
[SupportedOSPlatform("windows")]
internal sealed class ChildProcess : IChildProcess
{
    private readonly TaskCompletionSource<ProcessEnd> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly KernelHandle process;
    private readonly JobObject job;
    private readonly TreeEnder ender;
    private readonly EndSignal signal;
    private readonly RegisteredWaitHandle wait;
    private KernelHandle? suspended;

    /// <summary>Watches a process. Takes over its handles.</summary>
    /// <param name="process">The process.</param>
    /// <param name="job">The job that holds its tree.</param>
    /// <param name="identity">Who it is.</param>
    /// <param name="age">How long it has been running.</param>
    /// <param name="suspended">Its thread, when it has yet to begin.</param>
    /// <param name="ender">Ends trees.</param>
    /// <param name="logger">Where is said that the news of its end could not be taken.</param>
    public ChildProcess(KernelHandle process, JobObject job, ProcessIdentity identity, TimeSpan age, KernelHandle? suspended, TreeEnder ender, ILogger logger)
    {
        this.process = process;
        this.job = job;
        this.suspended = suspended;
        this.ender = ender;
        Identity = identity;
        AgeAtStart = age;
        signal = new EndSignal(process);
        wait = ThreadPool.RegisterWaitForSingleObject(signal, (_, _) => Callback.Invoke("Taking note of the end of a program", OnEnded, logger), null, Timeout.Infinite, executeOnlyOnce: true);
    }

    public ProcessIdentity Identity { get; }

    public TimeSpan AgeAtStart { get; }

    public Task<ProcessEnd> Ended => ended.Task;

    /// <summary>
    /// Lets the program begin, and then gives it its job to hold. Dying between the two ends it, which the next server
    /// takes for an unobserved exit; the other way round it would stay suspended for ever.
    /// </summary>
    public void Recorded()
    {
        lock (gate)
        {
            if (suspended is null)
            {
                return;
            }

            NativeProcess.ResumeThread(suspended);
            suspended.Dispose();
            suspended = null;
            FailPoint.Pass("resumed");
            job.GiveTo(process);
        }
    }

    public Task<IReadOnlyList<string>> EndTreeAsync(EndTreeRequest request, CancellationToken hurry) =>
        ender.EndAsync(Identity.Pid, job, request, hurry);

    public void Dispose()
    {
        wait.Unregister(null);
        signal.Dispose();
        lock (gate)
        {
            suspended?.Dispose();
            suspended = null;
            job.Dispose();
            process.Dispose();
        }
    }

    private void OnEnded()
    {
        // Every exit code is one here, what Windows ends a crashed program with as well: 0xC0000005 reads -1073741819.
        lock (gate)
        {
            ended.TrySetResult(!process.IsClosed && NativeProcess.GetExitCode(process, out var code)
                ? new ProcessEnd(unchecked((int)code), null)
                : ProcessEnd.Unknown);
        }
    }

    /// <summary>A process as something to wait for. It borrows the handle.</summary>
    private sealed class EndSignal : WaitHandle
    {
        public EndSignal(KernelHandle process) => SafeWaitHandle = new SafeWaitHandle(process.DangerousGetHandle(), ownsHandle: false);
    }
}
