using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ProcessProxy.PowerShell.Connections;
using ProcessProxy.PowerShell.Errors;
using ProcessProxy.PowerShell.Loading;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>
/// The base class of all cmdlets: it waits for asynchronous work on the pipeline thread, the only one that may write, and cancels the work with the pipeline.
/// </summary>
public abstract class ProxyCmdlet : PSCmdlet, IDisposable
{
    /// <summary>Operations that take longer show progress.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private const string FileSystem = "FileSystem";
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);
    private readonly CancellationTokenSource ending = new();
    private readonly CancellationToken ended;

    private protected ProxyCmdlet() => ended = ending.Token;

    /// <summary>Gets a token that is canceled when the pipeline is stopped, or ended early, for example by <c>Select-Object -First</c>.</summary>
    private protected CancellationToken Ending => ended;

    /// <summary>Gets the runspace of the cmdlet.</summary>
    private protected static Guid RunspaceId => Runspace.DefaultRunspace?.InstanceId ?? Guid.Empty;

    /// <summary>Cancels work in progress. PowerShell calls it however a pipeline ends.</summary>
    public void Dispose()
    {
        ending.Cancel();
        ending.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        try
        {
            ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The pipeline ended by itself at the same moment.
        }
    }

    /// <summary>Waits for work whose failure ends the cmdlet.</summary>
    /// <param name="work">The work.</param>
    /// <param name="target">The target of the work, for the error record.</param>
    /// <param name="activity">The activity for progress, or null.</param>
    private protected T Run<T>(Func<CancellationToken, Task<T>> work, object? target = null, string? activity = null)
    {
        try
        {
            return Await(work, activity);
        }
        catch (Exception failure) when (ProxyErrors.Of(failure, target) is not null)
        {
            throw Terminate(ProxyErrors.Of(failure, target)!);
        }
    }

    /// <summary>Waits for a task that concerns one of several items: its failure is an error of that item.</summary>
    private protected bool TryFinish<T>(Task<T> task, object target, string? activity, [MaybeNullWhen(false)] out T result) =>
        TryFinishVisibly(task, target, activity is null ? null : () => activity, out result);

    /// <summary>Does the same with an activity that changes meanwhile.</summary>
    private protected bool TryFinishVisibly<T>(Task<T> task, object target, Func<string>? activity, [MaybeNullWhen(false)] out T result)
    {
        try
        {
            WaitFor(task, activity);
            result = task.GetAwaiter().GetResult();
            return true;
        }
        catch (Exception failure) when (ProxyErrors.ConcernsOneItem(failure))
        {
            Report(ProxyErrors.Of(failure, target)!);
        }
        catch (Exception failure) when (ProxyErrors.Of(failure, target) is not null)
        {
            throw Terminate(ProxyErrors.Of(failure, target)!);
        }

        result = default;
        return false;
    }

    /// <summary>Writes an error. A message of a supervisor of this session with the same text is then not shown as a warning.</summary>
    private protected void Report(ErrorRecord record)
    {
        Forget(record);
        WriteError(record);
    }

    /// <summary>Ends the cmdlet with an error.</summary>
    [DoesNotReturn]
    private protected Exception Terminate(ErrorRecord record)
    {
        Forget(record);
        ThrowTerminatingError(record);
        throw record.Exception;
    }

    /// <summary>Returns the configuration file: the named one, otherwise that of the current location or of the nearest folder above it.</summary>
    private protected string ConfigurationPath(string? named)
    {
        if (named is not null)
        {
            return FileSystemPath(named);
        }

        var folder = SessionState.Path.CurrentFileSystemLocation.Path;
        var (found, passedOver) = Run(_ => Task.FromResult((Engine.Instance.FindConfiguration(folder, out var why), why)), folder);
        if (passedOver is not null)
        {
            WriteWarning(passedOver);
        }

        return found ?? FileSystemPath(ConfigurationFile.Default);
    }

    /// <summary>Returns the file system path of a provider path.</summary>
    private protected string FileSystemPath(string path)
    {
        if (SessionState.Path.CurrentLocation.Provider.Name != FileSystem && !SessionState.Path.IsPSAbsolute(path, out _) && !System.IO.Path.IsPathRooted(path))
        {
            // In Env: or another location without files, relative paths start from the working directory of programs.
            path = System.IO.Path.Combine(SessionState.Path.CurrentFileSystemLocation.Path, path);
        }

        var file = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return provider.Name == FileSystem
            ? file
            : throw Terminate(ProxyErrors.Record(
                ProxyErrors.NotAFileSystemPath, ErrorCategory.InvalidArgument, path, $"'{path}' is not a file system path."));
    }

    private protected T Await<T>(Func<CancellationToken, Task<T>> work, string? activity)
    {
        var task = Task.Run(() => work(Ending), Ending);
        WaitFor(task, activity is null ? null : () => activity);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Waits on the pipeline thread until the task has completed, in whatever way.</summary>
    private protected void WaitFor(Task task, Func<string>? activity)
    {
        try
        {
            var end = Task.WhenAny(task);
            if (!end.Wait(Patience, Ending))
            {
                WaitVisibly(end, activity);
            }
        }
        catch (OperationCanceledException) when (Ending.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private static void Forget(ErrorRecord record)
    {
        foreach (var connection in ConnectionTable.All.Where(one => one.Owner == RunspaceId))
        {
            connection.Messages.Forget(record.Exception.Message);
        }
    }

    private void WaitVisibly(Task end, Func<string>? activity)
    {
        if (activity is null)
        {
            end.Wait(Ending);
            return;
        }

        var progress = new ProgressRecord(GetHashCode(), MyInvocation.MyCommand.Name, activity()) { PercentComplete = -1 };
        do
        {
            progress.StatusDescription = activity();
            WriteProgress(progress);
        }
        while (!end.Wait(Beat, Ending));
        progress.RecordType = ProgressRecordType.Completed;
        WriteProgress(progress);
    }
}
