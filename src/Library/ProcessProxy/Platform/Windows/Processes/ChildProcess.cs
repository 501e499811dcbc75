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
    /// <param name="identity">Its identity.</param>
    /// <param name="age">How long it has been running.</param>
    /// <param name="suspended">Its thread, if it has not begun.</param>
    /// <param name="ender">Ends trees.</param>
    /// <param name="logger">The log that reports a failing callback.</param>
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
    /// Lets the program begin, and then gives it its job. If the server dies between the two, the program ends, which the next server
    /// treats as an unobserved exit; in the other order, it would stay suspended forever.
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
        // Every exit code is a number here, including the one of a crash: 0xC0000005 is -1073741819.
        lock (gate)
        {
            ended.TrySetResult(!process.IsClosed && NativeProcess.GetExitCode(process, out var code)
                ? new ProcessEnd(unchecked((int)code), null)
                : ProcessEnd.Unknown);
        }
    }

    /// <summary>A process as a wait handle. It borrows the handle.</summary>
    private sealed class EndSignal : WaitHandle
    {
        public EndSignal(KernelHandle process) => SafeWaitHandle = new SafeWaitHandle(process.DangerousGetHandle(), ownsHandle: false);
    }
}
