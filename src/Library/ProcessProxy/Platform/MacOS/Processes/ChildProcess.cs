using Microsoft.Extensions.Logging;
using ProcessProxy.Background;
using ProcessProxy.Platform.MacOS.Native;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.MacOS.Processes;

/// <summary>A program on macOS, launched by this server or found running.</summary>
internal sealed class ChildProcess : IChildProcess
{
    private readonly TaskCompletionSource<ProcessEnd> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool isOurs;
    private readonly TreeEnder ender;
    private readonly ILogger logger;
    private readonly IDisposable watch;

    public ChildProcess(ProcessIdentity identity, TimeSpan age, bool isOurs, ExitWatcher watcher, TreeEnder ender, ILogger logger)
    {
        Identity = identity;
        AgeAtStart = age;
        this.isOurs = isOurs;
        this.ender = ender;
        this.logger = logger;
        watch = watcher.Watch(identity.Pid, OnEnded);
    }

    public ProcessIdentity Identity { get; }

    public TimeSpan AgeAtStart { get; }

    public Task<ProcessEnd> Ended => ended.Task;

    public Task<IReadOnlyList<string>> EndTreeAsync(EndTreeRequest request, CancellationToken hurry) =>
        ender.EndAsync(Identity, Ended, request, hurry);

    public void Dispose()
    {
        // Nobody else would collect the exit status of our child; its watch ends with the process.
        if (!isOurs || ended.Task.IsCompleted)
        {
            watch.Dispose();
        }
    }

    private void OnEnded(ProcessEnd? told)
    {
        if (!isOurs)
        {
            ended.TrySetResult(told ?? ProcessEnd.Unknown);
        }
        else if (DarwinProcess.Reap(Identity.Pid, wait: false) is { } end)
        {
            ended.TrySetResult(end);
        }
        else
        {
            // The event comes shortly before the exit status is available. The watcher's thread does not wait.
            _ = Task.Run(() => Callback.Invoke("Taking the exit status of a program", () => Reap(told), logger));
        }
    }

    private void Reap(ProcessEnd? told)
    {
        var end = told ?? ProcessEnd.Unknown;
        try
        {
            end = DarwinProcess.Reap(Identity.Pid, wait: true) ?? end;
        }
        finally
        {
            // The exit code may be unknown; the exit itself is not.
            ended.TrySetResult(end);
        }
    }
}
